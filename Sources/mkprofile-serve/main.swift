// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Serving

EntryPoint.run(serve: Supervisor.serve)
