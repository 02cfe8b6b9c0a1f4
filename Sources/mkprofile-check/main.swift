// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Checking
import Commands

EntryPoint.run(network: Checker())
