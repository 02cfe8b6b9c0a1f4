// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

// Good and bad clients, changing and broken settings, all at once: `./dev soak [SECONDS]`.
// Linux only: it reads /proc, and each kind of client has a loopback address of its own.

let seconds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 60
guard (5...86_400).contains(seconds) else {
  print("soak: the time is 5 to 86400 seconds")
  exit(64)
}
signal(SIGPIPE, SIG_IGN)
var files = rlimit()
getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
files.rlim_cur = min(files.rlim_max, rlim_t(Clients.crowd * 2))
setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
do {
  let problems = try Soak(seconds: seconds).run()
  for problem in problems { print("WRONG: \(problem)") }
  print(problems.isEmpty ? "all is well" : "\(problems.count) things are wrong")
  exit(problems.isEmpty ? 0 : 1)
} catch {
  print("soak: \(error)")
  exit(1)
}
