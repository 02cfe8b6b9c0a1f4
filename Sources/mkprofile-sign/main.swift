// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Signing

EntryPoint.run(signing: LibcryptoTools())
