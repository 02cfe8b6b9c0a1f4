# shellcheck shell=bash disable=SC2016
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# The packages, tried in systems of their own: ./dev test --packages

test_packages() {
  local tools=() tool missing=()
  tools=(mmdebstrap lintian rpmlint:rpmlint rpmbuild:rpm buildah:buildah dpkg-shlibdeps:dpkg-dev)
  for tool in "${tools[@]}"; do
    command -v "${tool%:*}" >/dev/null || missing+=("${tool#*:}")
  done
  install_packages ${missing[@]+"${missing[@]}"}
  if [ -z "${PROGRAMS:-}" ]; then
    build
    export PROGRAMS=.build/release
  fi
  local root failed=0
  root=$(mktemp -d)
  are_reproducible "$root" || failed=1
  are_clean || failed=1
  install_and_remove_deb "$root/debian" || failed=1
  install_and_remove_rpm "$root/debian" || failed=1
  run_image "$root" || failed=1
  rm -rf --one-file-system "$root"
  [ $failed = 0 ] || { echo "dev: packages have faults" >&2; return 1; }
  echo "packages: all is well"
}

passed() { printf 'passed: %s\n' "$*"; }
fault() { printf 'FAILED: %s\n' "$*" >&2; return 1; }

# Every kind twice, from different times and folders of the working tree.
are_reproducible() { # FOLDER
  local kind
  export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1700000000}
  rm -rf out/*.deb out/*.rpm out/*.tar.gz
  for kind in deb rpm tar; do package $kind >/dev/null; done
  mkdir -p "$1/first"
  mv out/*.deb out/*.rpm out/*.tar.gz "$1/first/"
  for kind in deb rpm tar; do (umask 077 && package $kind >/dev/null); done
  for kind in "$1"/first/*; do
    cmp "$kind" "out/${kind##*/}" || fault "${kind##*/} differs the second time" || return
  done
  passed "packages are the same bytes twice"
}

# What lintian and rpmlint say, but for the exceptions that are named with their reason.
are_clean() {
  local said
  said=$(lintian --fail-on none --display-level '>=warning' \
    --suppress-tags-from-file .dev/package/lintian-exceptions out/*.deb 2>/dev/null)
  [ -z "$said" ] || fault "lintian: $said" || return
  passed "lintian"
  said=$(rpmlint --config .dev/package/rpmlint.toml out/*.rpm 2>&1) || true
  grep -E ': [EW]: ' <<<"$said" && { fault "rpmlint" || return; }
  passed "rpmlint"
}

# Runs a command in a fresh system, with /proc and /dev of its own.
inside() { # ROOT COMMAND
  unshare --mount --pid --fork --kill-child bash -c '
    mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" /bin/sh -ec "$1"
  ' "$1" "$2"
}

install_and_remove_deb() { # ROOT
  local root=$1 archive file
  archive=$(fresh_debian)
  mkdir -p "$root"
  tar -C "$root" -xf "$archive"
  cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
  mkdir "$root/packages" "$root/next"
  cp out/*.deb "$root/packages/"
  # The same programs as a later package.
  for file in out/*.deb; do later_package "$file" "$root/next"; done
  inside "$root" 'apt-get install -qq -y /packages/mkprofile_*.deb >/dev/null 2>&1
    for program in /usr/bin/mkprofile /usr/libexec/mkprofile/*; do
      ldd "$program" | grep "not found" && exit 1
    done
    mkprofile version
    mkprofile --format autoconfig --provider infomaniak anna@example.ch | grep -q "<domain>example.ch"
    ! mkprofile --format sheet-pdf --provider infomaniak anna@example.ch >/dev/null 2>&1
    systemd-analyze verify --man=no mkprofile.service mkprofile.socket
    systemd-analyze security --offline=true --threshold=20 mkprofile.service >/dev/null
    systemctl is-enabled --quiet mkprofile.socket mkprofile.service' \
    || fault "install of the Debian package" || return
  passed "install of the Debian package"
  inside "$root" 'apt-get install -qq -y /packages/mkprofile-pdf_*.deb >/dev/null 2>&1
    mkprofile --format sheet-pdf --provider infomaniak anna@example.ch | head -c 5 | grep -q %PDF-' \
    || fault "sheets as PDF by their package" || return
  passed "sheets as PDF by their package"
  inside "$root" 'mkdir -p /etc/mkprofile
    mkprofile init --domain example.ch --host mail.example.ch --quiet --output /etc/mkprofile/mkprofile.yaml
    mkdir -p /run/mkprofile
    mkprofile serve --settings /etc/mkprofile --listen unix:/run/mkprofile/http.sock --quiet &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ -S /run/mkprofile/http.sock ] && break; sleep 0.5; done
    curl -sf --unix-socket /run/mkprofile/http.sock -H "Host: autoconfig.example.ch" \
      http://x/mail/config-v1.1.xml | grep -q mail.example.ch
    kill $server' || fault "the server of the package answers" || return
  passed "the server of the package answers"
  inside "$root" 'sum=$(md5sum </etc/mkprofile/mkprofile.yaml)
    apt-get install -qq -y /next/*.deb >/dev/null 2>&1
    dpkg-query -W -f "\${Version}\n" mkprofile | grep -q -- "-2$"
    test "$sum" = "$(md5sum </etc/mkprofile/mkprofile.yaml)"
    apt-get remove -qq -y mkprofile mkprofile-pdf >/dev/null 2>&1
    test "$sum" = "$(md5sum </etc/mkprofile/mkprofile.yaml)"
    ! test -e /usr/bin/mkprofile && ! test -e /usr/libexec/mkprofile
    apt-get purge -qq -y mkprofile mkprofile-pdf >/dev/null 2>&1
    ! test -e /etc/mkprofile
    ! ls /etc/systemd/system/*.wants/mkprofile.* 2>/dev/null' \
    || fault "upgrade, remove and purge of the Debian package" || return
  passed "upgrade keeps settings, remove keeps settings, purge leaves nothing"
  for file in out/mkprofile-*-linux-*.tar.gz; do
    tar -C "$root/usr/local" --strip-components=1 -xf "$file"
  done
  inside "$root" 'apt-get install -qq -y /packages/*.deb >/dev/null 2>&1; dpkg -r mkprofile mkprofile-pdf mkprofile-directory >/dev/null
    test "$(command -v mkprofile)" = /usr/local/bin/mkprofile
    mkprofile version
    mkprofile check --help >/dev/null
    systemd-analyze verify --man=no mkprofile.service mkprofile.socket' \
    || fault "the archive in /usr/local" || return
  passed "the archive in /usr/local"
}

# Without a Fedora to install into: files, scripts and their order, in the same fresh system.
install_and_remove_rpm() { # ROOT
  local root=$1 rpm=(rpm --root "$1" --dbpath /var/lib/rpm --nodeps --ignoresize)
  mkdir -p "$root/var/lib/rpm"
  rm -rf "$root/usr/local/bin" "$root/usr/local/libexec" "$root/usr/local/lib/systemd"
  "${rpm[@]}" -i out/mkprofile-[0-9]*.rpm out/mkprofile-pdf-[0-9]*.rpm \
    || fault "install of the rpm" || return
  inside "$root" 'test "$(command -v mkprofile)" = /usr/bin/mkprofile && mkprofile version
    getent group mkprofile >/dev/null
    grep -q "^SocketGroup=mkprofile$" /usr/lib/systemd/system/mkprofile.socket
    systemd-analyze verify --man=no mkprofile.service mkprofile.socket
    touch /etc/mkprofile/mkprofile.yaml' || fault "the rpm, installed" || return
  "${rpm[@]}" -U --force out/mkprofile-[0-9]*.rpm || fault "upgrade of the rpm" || return
  "${rpm[@]}" -e mkprofile-pdf mkprofile || fault "removal of the rpm" || return
  [ -e "$root/etc/mkprofile/mkprofile.yaml" ] || fault "the rpm took settings away" || return
  [ ! -e "$root/usr/bin/mkprofile" ] || fault "the rpm left programs" || return
  rpm -qp --requires out/mkprofile-[0-9]*.rpm | grep -q '^libidn2\.so' \
    || fault "the rpm names no libraries" || return
  passed "install, upgrade and removal of the rpm"
}

# The image: built by buildah from a base that was made here, and its command run in it, with a root
# that cannot be written and a user without rights.
run_image() { # FOLDER
  local base container mounted version
  if ! command -v buildah >/dev/null; then
    echo "skipped: buildah is not installed" >&2
    return 0
  fi
  export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
  base=$(buildah from scratch)
  buildah add --quiet "$base" "$(fresh_debian)" / >/dev/null
  buildah commit --quiet "$base" docker.io/library/debian:bookworm-slim >/dev/null
  buildah rm "$base" >/dev/null
  package oci >/dev/null || fault "build of the image" || return
  version=$("$PROGRAMS/mkprofile" version | sed 's/.* //')
  container=$(buildah from --pull-never "localhost/mkprofile:$version") || return
  mounted=$(buildah mount "$container") || return
  mkdir -p "$mounted/etc/mkprofile"
  "$PROGRAMS/mkprofile" init --domain example.ch --output - >"$mounted/etc/mkprofile/mkprofile.yaml"
  unshare --mount bash -ec '
    root=$0
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount -o remount,bind,ro "$root"
    chroot --userspec=979:979 "$root" /usr/bin/mkprofile serve --settings /etc/mkprofile \
      --log-format none --listen 127.0.0.1:18080 --admin-listen 127.0.0.1:9180 &
    server=$!
    trap "kill $server" EXIT
    for _ in $(seq 20); do
      curl -sf http://127.0.0.1:9180/readyz >/dev/null && break
      sleep 0.5
    done
    curl -sf -H "Host: autoconfig.example.ch" http://127.0.0.1:18080/mail/config-v1.1.xml \
      | grep -q "<domain>example.ch"
    chroot --userspec=979:979 "$root" /bin/bash -c "$1"
  ' "$mounted" "$(health_command)" || fault "the image, read-only and without rights" || return
  buildah rm "$container" >/dev/null
  passed "the image, read-only and without rights, and its health check"
}

# The command of the image's health check.
health_command() {
  "$PROGRAMS/mkprofile" deploy container | sed -n 's/^  "\(exec 3.*\)"\]$/\1/p' | sed 's/\\\\/\\/g'
}
