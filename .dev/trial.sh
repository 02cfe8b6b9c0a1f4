# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# A new machine, the package, and what quickstart prints, to the letter: ./dev trial

# Programs of the world that the machine meets: their name, apt package.
trial_tools() {
  cat <<'TEXT'
mmdebstrap mmdebstrap
systemd-nspawn systemd-container
knotd      knot
unbound    unbound
dovecot    dovecot-imapd
dovecot    dovecot-pop3d
dovecot    dovecot-managesieved
postfix    postfix
promtool   prometheus
ip         iproute2
openssl    openssl
curl       curl
TEXT
}

# The same for the programs for app passwords.
hook_tools() {
  cat <<'TEXT'
dovecot    dovecot-core
dovecot    dovecot-pgsql
dovecot    dovecot-mysql
postgres   postgresql
mariadbd   mariadb-server
setpriv    util-linux
TEXT
}

# The packages that are missing of a list of tools.
missing_of() { # LIST
  local apt
  while read -r _ apt; do
    if ! dpkg-query -W -f '${db:Status-Status}' "$apt" 2>/dev/null | grep -qx installed; then
      echo "$apt"
    fi
  done < <("$1")
}

# A new Debian with systemd, as an archive that is made once, for a week: the package lists in it
# are of its day.
fresh_debian() {
  local archive=.build/trial/debian.tar
  if [ -z "$(find $archive -size +0 -mtime -7 2>/dev/null)" ]; then
    mkdir -p .build/trial
    run mmdebstrap --quiet --variant=apt --skip=cleanup/apt/lists \
      --include=ca-certificates,curl,systemd,systemd-sysv,dbus bookworm $archive.new \
      "${MIRROR:-http://deb.debian.org/debian}" >&2
    mv $archive.new $archive
  fi
  echo $archive
}

# The same package with a later revision.
later_package() { # FILE FOLDER
  local work
  work=$(mktemp -d)
  dpkg-deb -R "$1" "$work/package"
  sed -E -e 's/^(Version: .*)-1$/\1-2/' -e 's/( mkprofile \(= [^)]*)-1\)/\1-2)/' \
    -i "$work/package/DEBIAN/control"
  dpkg-deb --root-owner-group -Zgzip -z1 --build "$work/package" "$2" >/dev/null
  rm -rf "$work"
}

# Two packages of the same programs: the one that is installed, and a later one. PACKAGES names a
# folder where the first one lies already.
packages_of_trial() { # FOLDER
  local made=${PACKAGES:-out}
  mkdir -p "$1/packages" "$1/next"
  if [ "$made" = out ]; then package deb >&2; fi
  cp "$made"/mkprofile_*-1_*.deb "$1/packages/"
  later_package "$1"/packages/mkprofile_*-1_*.deb "$1/next"
}

# Programs for app passwords with the servers that they are for.
trial_hooks() {
  # shellcheck disable=SC2046
  install_packages $(missing_of hook_tools)
  PATH=$PATH:/usr/sbin run python3 Tests/Hooks/dovecot.py
}

# One machine for each proxy. It has no network but that of the trial, so the packages of Debian
# that the printed commands install lie in apt's own cache.
trial() { # [nginx|caddy|none|hooks ...]
  if has_brew || [ "$(id -u)" != 0 ]; then
    echo 'dev: a trial needs Linux and root: it boots machines' >&2
    return 1
  fi
  if [ "$*" = hooks ]; then
    trial_hooks
    return
  fi
  # shellcheck disable=SC2046
  install_packages $(missing_of trial_tools)
  if [ -z "${PROGRAMS:-}${PACKAGES:-}" ]; then
    build
    export PROGRAMS=.build/release
  fi
  [ $# -gt 0 ] || set -- nginx caddy none hooks
  local archive folder proxy failed=0
  archive=$(fresh_debian)
  folder=$(mktemp -d)
  mkdir "$folder/new"
  tar -C "$folder/new" -xf "$archive"
  cp /etc/resolv.conf "$folder/new/etc/"
  packages_of_trial "$folder/new"
  for proxy in 'nginx certbot' caddy '/packages/mkprofile_*.deb'; do
    inside "$folder/new" "apt-get install -qq -y --download-only $proxy >/dev/null"
  done
  for proxy in "$@"; do
    if [ "$proxy" = hooks ]; then
      trial_hooks || failed=1
      continue
    fi
    run unshare --net --mount python3 Tests/Trial/trial.py "$folder/new" "$proxy" || failed=1
  done
  rm -rf --one-file-system "$folder"
  [ $failed = 0 ] || { echo "dev: a trial failed" >&2; return 1; }
}
