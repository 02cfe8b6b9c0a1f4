// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Checking
import Commands
import DomainProbes

EntryPoint.run(check: Checker.check, connect: Network.init)
