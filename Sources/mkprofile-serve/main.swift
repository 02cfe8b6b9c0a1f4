// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Serving
import Signing

EntryPoint.run(serve: Supervisor.serve, signing: LibcryptoTools())
