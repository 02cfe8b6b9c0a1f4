# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# What this machine needs, and how it comes here.

# C libraries that a build needs: pkg-config name, apt package, brew formula.
libraries() {
  cat <<'TEXT'
libidn2    libidn2-dev  libidn2
uuid       uuid-dev     util-linux
libxml-2.0 libxml2-dev  libxml2
yaml-0.1   libyaml-dev  libyaml
libmicrohttpd libmicrohttpd-dev libmicrohttpd
gnutls     libgnutls28-dev gnutls
libcrypto  libssl-dev   openssl@3
nettle     nettle-dev   nettle
libcares   libc-ares-dev c-ares
libcurl    libcurl4-gnutls-dev curl
zlib       zlib1g-dev   zlib
libpq      libpq-dev    libpq
libmariadb libmariadb-dev mariadb-connector-c
sqlite3    libsqlite3-dev sqlite
ldap       libldap-dev  openldap
libqrencode libqrencode-dev qrencode
libpng     libpng-dev   libpng
pangocairo libpango1.0-dev pango
librsvg-2.0 librsvg2-dev librsvg
TEXT
}

# Programs that the tests read documents back with, or that run what is printed: their name, apt
# package, brew formula.
tools() {
  cat <<'TEXT'
openssl    openssl       openssl@3
curl       curl          curl
zbarimg    zbar-tools    zbar
pdftotext  poppler-utils poppler
nsd        nsd           nsd
nginx      nginx-light   nginx
caddy      caddy         caddy
apache2    apache2       httpd
mandoc     mandoc        mandoc
shellcheck shellcheck    shellcheck
sqlite3    sqlite3       sqlite
mariadbd   mariadb-server mariadb
slapd      slapd         openldap
psql       postgresql    postgresql
doveadm    dovecot-core  dovecot
postmap    postfix       postfix
msmtp      msmtp         msmtp
fetchmail  fetchmail     fetchmail
neomutt    neomutt       neomutt
python3    python3       python@3
TEXT
}

# True on systems whose packages are brew's.
has_brew() { [ "$(uname)" = Darwin ]; }

# The third word of a line where brew installs, else the second.
package_of() { # NAME APT BREW
  if has_brew; then echo "$3"; else echo "$2"; fi
}

missing_libraries() {
  local name apt brew
  if ! command -v pkg-config >/dev/null; then package_of pkg-config pkg-config pkgconf; fi
  while read -r name apt brew; do
    if ! pkg-config --exists "$name" 2>/dev/null; then package_of "$name" "$apt" "$brew"; fi
  done < <(libraries)
  # Takes the debug information out of programs.
  if ! has_brew && ! command -v objcopy >/dev/null; then echo binutils; fi
}

missing_tools() {
  local name apt brew
  while read -r name apt brew; do
    # Debian keeps servers out of the path of people.
    if ! PATH=$PATH:/usr/sbin command -v "$name" >/dev/null; then
      package_of "$name" "$apt" "$brew"
    fi
  done < <(tools)
  # Sheets are printed with them; macOS has fonts for every script. grep reads to the end: with -q
  # fc-list could fail for want of a reader.
  if ! has_brew && ! fc-list : family 2>/dev/null | grep '^Noto Sans Arabic' >/dev/null; then
    echo fonts-noto-core fonts-dejavu-core
  fi
}

# Installs packages; no service among them runs afterwards, now or after the next start.
install_packages() { # PACKAGE ...
  [ $# -gt 0 ] || return 0
  if has_brew; then
    run brew install "$@"
  elif command -v apt-get >/dev/null; then
    install_by_apt "$@"
  else
    printf 'dev: install the development files of: %s\n' "$*" >&2
    return 1
  fi
}

install_by_apt() {
  local policy=/usr/sbin/policy-rc.d before failed=0 made=0
  before=$(installed)
  as_root apt-get update -qq
  # Debian starts what it installs, unless this says no (invoke-rc.d(8)).
  if [ ! -e $policy ]; then
    made=1
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
  fi
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null || failed=1
  if [ $made = 1 ]; then as_root rm -f $policy; fi
  disable_services "$before"
  return $failed
}

installed() { dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p'; }

# What came with packages that were not there before does not start by itself later.
disable_services() { # PACKAGES-BEFORE
  local package path
  while read -r package; do
    while read -r path; do
      case $path in
        */systemd/system/*@.*) ;;
        */systemd/system/*.service | */systemd/system/*.socket | */systemd/system/*.timer)
          if command -v systemctl >/dev/null; then
            as_root systemctl --quiet disable "${path##*/}" 2>/dev/null || true
          fi
          ;;
        /etc/init.d/*)
          if command -v update-rc.d >/dev/null; then
            as_root update-rc.d "${path##*/}" disable 2>/dev/null || true
          fi
          ;;
      esac
    done < <(dpkg -L "$package")
  done < <(comm -13 <(sort <<<"$1") <(installed | sort))
}

# What a build needs, and nothing else.
setup_build() {
  find_swift
  # shellcheck disable=SC2046
  install_packages $(missing_libraries)
}

# What the tests need, too.
setup() {
  find_swift
  # shellcheck disable=SC2046
  install_packages $(missing_libraries) $(missing_tools)
}
