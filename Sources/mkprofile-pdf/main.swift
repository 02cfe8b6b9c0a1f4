// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import SheetPDF

EntryPoint.run(printer: CairoPrinter())
