// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import SheetPDF

if PrintWorker.isWanted { PrintWorker.run(CairoPrinter()) }
EntryPoint.run(printer: CairoPrinter())
