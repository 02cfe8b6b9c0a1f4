# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# The check against real servers, one fault after another.

# Programs of the lab: their name, apt package.
lab_tools() {
  cat <<'TEXT'
dovecot    dovecot-imapd
dovecot    dovecot-pop3d
dovecot    dovecot-managesieved
postfix    postfix
nginx      nginx-light
radicale   radicale
knotd      knot
nsupdate   bind9-dnsutils
dnssec-dsfromkey bind9-utils
unbound    unbound
ip         iproute2
openssl    openssl
TEXT
}

# What a lab needs: a machine that lets it have networks, the packages of a list, and programs, whose
# folder it leaves in `programs`.
prepare_lab() { # LIST PRODUCT ...
  local list=$1 apt missing=() product
  shift
  if has_brew || [ "$(id -u)" != 0 ]; then
    echo 'dev: the lab needs Linux and root: it has networks of its own' >&2
    return 1
  fi
  setup_build
  while read -r _ apt; do
    if ! dpkg-query -W -f '${db:Status-Status}' "$apt" 2>/dev/null | grep -qx installed; then
      missing+=("$apt")
    fi
  done < <("$list")
  install_packages ${missing[@]+"${missing[@]}"}
  for product in "$@"; do run swift build --product "$product" >&2; done
  programs=$(swift build --show-bin-path)
}

# Servers of Debian in network namespaces of their own (Linux, as root): is a healthy provider green,
# is each fault found, and is it gone once the printed fix was applied? --delay measures checks where
# each answer takes 50 ms; --peers asks checkdmarc of PyPI about the same zones.
check_lab() { # [NAME ... | --delay | --peers]
  local programs
  prepare_lab lab_tools mkprofile mkprofile-serve mkprofile-check
  if [ "${1:-}" = --peers ]; then
    local python=.build/checkdmarc/bin/python
    if ! "$python" -c 'import checkdmarc' 2>/dev/null; then
      if ! python3 -c 'import ensurepip' 2>/dev/null; then install_packages python3-venv; fi
      run python3 -m venv .build/checkdmarc
      run "$python" -m pip install --quiet --disable-pip-version-check checkdmarc==6.0.4
    fi
    run unshare -n -m "$python" Tests/Lab/peer.py "$programs"
    return
  fi
  run unshare -n -m python3 Tests/Lab/lab.py "$programs" "$@"
}
