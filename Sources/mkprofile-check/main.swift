// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Checking
import Commands

EntryPoint.run(
  adopter: Adopting.adopter, check: Checker.check, live: LiveLookup.source)
