# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# The programs in release mode.

# The programs that people get, as Package.swift lists them.
products() { sed -n 's/^ *\.executable(name: "\([^"]*\)".*/\1/p' Package.swift; }

release_flags() {
  # A call that would bring the standard library's regular expressions is a compiler's error:
  # every program would carry and start that engine. System/TextSearch.swift has what is needed.
  echo -Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import
  # Nothing of Swift lies beside the programs, so that no path to it is written into them.
  if ! has_brew; then
    echo --static-swift-stdlib --disable-local-rpath -Xlinker --build-id=sha1
    # Swift's own list for static programs exports every symbol, so that nothing can be left out;
    # what is not called is left out function by function where each has a section of its own.
    # Functions of the same code become one; relocations are packed where the C library reads them.
    echo -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xfrontend -Xswiftc -internalize-at-link
    # Code asks for a type by a call, not by its mangled name, for which the runtime would go through
    # every conformance of the program at each start.
    echo -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
    echo -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xlinker --icf=safe
    if [ "$(getconf GNU_LIBC_VERSION | cut -d. -f2)" -ge 36 ]; then
      echo -Xlinker -z -Xlinker pack-relative-relocs
    fi
  fi
}

build() {
  setup_build
  local product
  for product in $(products); do
    # shellcheck disable=SC2046
    run swift build -c release --product "$product" $(release_flags) >&2
    separate_debug ".build/release/$product"
  done
}

# Moves the debug information of a program into a file beside it, where debuggers look for it.
separate_debug() { # PROGRAM
  if has_brew; then
    run dsymutil "$1" -o "$1.dSYM"
    run strip -S -x "$1"
    return
  fi
  # The linker leaves a program alone that needs no change.
  if readelf -S --wide "$1" | grep gnu_debuglink >/dev/null; then return; fi
  run objcopy --only-keep-debug "$1" "$1.debug"
  chmod 644 "$1.debug"
  run objcopy --strip-all --add-gnu-debuglink="$1.debug" "$1"
}

demo() {
  build
  local program=.build/release/mkprofile folder=out/demo format
  local address=${1:-anna@example.ch}
  rm -rf "$folder"
  for format in $("$program" formats --names); do
    "$program" --quiet --format "$format" --provider infomaniak --name "Anna Muster" \
      --output "$folder/" "$address" || printf '  (so there is no %s)\n' "$format" >&2
  done
  "$program" --quiet --format sheet-text --device generic --provider infomaniak \
    --output "$folder/scan-to-mail.txt" "$address"
  printf '\nEverything that sets up %s, in %s:\n\n' "$address" "$folder"
  (cd "$folder" && wc -c -- * | awk '$2 != "total" {printf "  %7d bytes  %s\n", $1, $2}')
  printf '\nThe set-up sheet, %s/%s.txt:\n\n' "$folder" "$address"
  cat "$folder/$address.txt"
}
