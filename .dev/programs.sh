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
  local programs exim
  prepare_lab program_tools mkprofile
  exim=$(unpack_exim)
  PATH=$PATH:/usr/sbin run unshare -n -m python3 Tests/Programs/lab.py "$programs/mkprofile" \
    "$exim" "$@"
}
