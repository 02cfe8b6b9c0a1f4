// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Commands

EntryPoint.run(adopter: Adopting.adopter)
