# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# Files of programs, read by the programs themselves.

# Programs of the lab: their name, apt package.
program_tools() {
  cat <<'TEXT'
msmtp      msmtp
s-nail     s-nail
neomutt    neomutt
aerc       aerc
mbsync     isync
fetchmail  fetchmail
getmail    getmail6
postconf   postfix
dovecot    dovecot-imapd
dovecot    dovecot-pop3d
openssl    openssl
TEXT
}

# Debian's Exim takes the place of Postfix where it is installed: it is only unpacked. Says where it is.
unpack_exim() {
  local folder=.build/exim program
  program=$PWD/$folder/usr/sbin/exim4
  if [ ! -x "$program" ]; then
    mkdir -p $folder
    (cd $folder && apt-get download -qq exim4-daemon-light >&2 && dpkg -x exim4-daemon-light_*.deb .)
  fi
  echo "$program"
}

# Each program sends or fetches a message with the file made for it, against Dovecot and Postfix in
# namespaces of their own (Linux, as root), and refuses wrong certificates.
programs_lab() { # [NAME ...]
  if has_brew || [ "$(id -u)" != 0 ]; then
    echo 'dev: the lab needs Linux and root: it has networks of its own' >&2
    return 1
  fi
  setup_build
  local apt missing=() programs exim
  while read -r _ apt; do
    if ! dpkg-query -W -f '${db:Status-Status}' "$apt" 2>/dev/null | grep -qx installed; then
      missing+=("$apt")
    fi
  done < <(program_tools)
  install_packages ${missing[@]+"${missing[@]}"}
  exim=$(unpack_exim)
  run swift build --product mkprofile >&2
  programs=$(swift build --show-bin-path)
  PATH=$PATH:/usr/sbin run unshare -n -m python3 Tests/Programs/lab.py "$programs/mkprofile" \
    "$exim" "$@"
}
