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
curl       curl
php        php-cli
php        php-symfony-dotenv
php        php-symfony-mailer
php        php-vlucas-phpdotenv
ruby       ruby-dotenv
ruby       ruby-actionmailer
TEXT
}

# Debian's Exim takes the place of Postfix where it is installed: it is only unpacked. Says where it is.
unpack_exim() {
  local folder=.build/exim program
  program=$PWD/$folder/usr/sbin/exim4
  if [ ! -x "$program" ] || [ ! -x $folder/usr/sbin/update-exim4.conf ]; then
    mkdir -p $folder
    (
      cd $folder && apt-get download -qq exim4-daemon-light exim4-config >&2
      for file in exim4-*.deb; do dpkg -x "$file" .; done
    )
  fi
  echo "$program"
}

# Django verifies certificates from 4.2 on, which is newer than Debian's. Says where its Python is.
install_django() {
  local folder=$PWD/.build/django
  if ! "$folder/bin/python" -c 'import django, environ' 2>/dev/null; then
    if ! python3 -c 'import ensurepip' 2>/dev/null; then install_packages python3-venv >&2; fi
    python3 -m venv "$folder" >&2
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
      'Django~=5.2' 'django-environ~=0.14' >&2
  fi
  echo "$folder/bin"
}

# Each program sends or fetches a message with the file made for it, against Dovecot and Postfix in
# namespaces of their own (Linux, as root), and refuses wrong certificates.
programs_lab() { # [NAME ...]
  local programs exim django
  prepare_lab program_tools mkprofile
  exim=$(unpack_exim)
  django=$(install_django)
  PATH=$django:$PATH:/usr/sbin run unshare -n -m python3 Tests/Programs/lab.py "$programs/mkprofile" \
    "$exim" "$@"
}
