# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# What every command of ./dev uses.

run() {
  printf '+ %s\n' "$*" >&2
  "$@"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    run "$@"
  elif command -v sudo >/dev/null; then
    run sudo "$@"
  else
    printf 'dev: this needs root: %s\n' "$*" >&2
    return 1
  fi
}

find_swift() {
  command -v swift >/dev/null && return 0
  for folder in /opt/swift/usr/bin "$HOME/.swiftly/bin" /usr/libexec/swift/bin; do
    if [ -x "$folder/swift" ]; then
      PATH="$folder:$PATH"
      return 0
    fi
  done
  echo "dev: Swift 6.2 or later is needed: https://www.swift.org/install" >&2
  return 1
}
