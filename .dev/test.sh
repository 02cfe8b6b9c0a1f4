# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# Tests and measurements.

# The set-up page in headless Chromium, with the rules of axe-core.
test_browser() {
  setup
  local apt=() python=.build/browser/bin/python
  if ! command -v chromium chromium-browser >/dev/null; then apt+=(chromium); fi
  if ! python3 -c 'import ensurepip' 2>/dev/null; then apt+=(python3-venv); fi
  if has_brew; then
    if [ ${#apt[@]} -gt 0 ]; then run brew install --cask chromium; fi
  else
    install_packages ${apt[@]+"${apt[@]}"}
  fi
  if ! "$python" -c 'import axe_playwright_python' 2>/dev/null; then
    run python3 -m venv .build/browser
    run "$python" -m pip install --quiet --disable-pip-version-check \
      axe-playwright-python==0.1.8 playwright==1.65.2
  fi
  local product
  for product in mkprofile mkprofile-serve; do run swift build --product $product >&2; done
  case ${1:-} in */*) mkdir -p "$1" ;; esac
  local page program
  program="$(swift build --show-bin-path)/mkprofile-serve"
  for page in setup_page link_page; do run "$python" "Tests/Browser/$page.py" "$program" "$@"; done
}

# Programs of PyPI that tests hold printed files against, in a folder of their own.
python_tools() {
  if [ ! -x .build/python/bin/kubernetes-validate ]; then
    if ! has_brew && ! python3 -c 'import ensurepip' 2>/dev/null; then
      install_packages python3-venv
    fi
    run python3 -m venv .build/python
    run .build/python/bin/python -m pip install --quiet --disable-pip-version-check \
      kubernetes-validate==1.37.0
  fi
  PATH=$PWD/.build/python/bin:$PATH
}

run_tests() {
  if [ "${1:-}" = --browser ]; then
    shift
    test_browser "$@"
    return
  fi
  if [ "${1:-}" = --packages ]; then
    test_packages
    return
  fi
  setup
  python_tools
  local argument folder=.build build=()
  for argument in "$@"; do
    case $argument in
      # Code for a sanitizer is no use without it: it has a folder of its own. XCTest, which no
      # test here uses, leaks a little itself.
      --sanitize=*)
        folder=.build-${argument#*=}
        build=("$argument" --disable-xctest)
        ;;
    esac
  done
  if [ ${#build[@]} -gt 0 ]; then
    # Logos are drawn in little memory, which is not enough for a program with a sanitizer.
    run swift build --product mkprofile-pdf >&2
    run swift build --scratch-path "$folder" "${build[@]}" --build-tests >&2
    run cp .build/debug/mkprofile-pdf "$folder/debug/"
    set -- --disable-xctest --skip-build "$@"
  fi
  LSAN_OPTIONS="suppressions=$PWD/Tests/Support/leaks.supp:print_suppressions=0" \
    run swift test --scratch-path "$folder" "$@"
}

# Programs of the tests beside those that people get, which are built as those are.
build_with() { # PROGRAM ...
  setup
  build
  local program
  for program in "$@"; do
    # shellcheck disable=SC2046
    run swift build -c release --product "$program" $(release_flags) >&2
  done
}

soak() {
  build_with soak
  run .build/release/soak "${1:-60}"
}

# The server that is tried, left in `server`: MKPROFILE_SERVER where that is set, else the one in
# release mode, with programs beside it.
server_with() { # PRODUCT ...
  local product
  server=${MKPROFILE_SERVER:-.build/release/mkprofile-serve}
  if [ -n "${MKPROFILE_SERVER:-}" ]; then return; fi
  setup
  for product in mkprofile mkprofile-serve "$@"; do
    # shellcheck disable=SC2046
    run swift build -c release --product "$product" $(release_flags) >&2
  done
}

# Several servers with one database, on this machine alone.
cluster() {
  local server
  server_with mkprofile-directory
  run python3 Tests/Cluster/cluster.py "$server" "$@"
}

# Attacks on a running server, on this machine alone.
attack() {
  local server
  server_with mkprofile-pdf
  run python3 Tests/Attack/attack.py "$server" "$@"
}

bench() {
  build_with benchmarks empty-program
  .build/release/benchmarks "$@"
}
