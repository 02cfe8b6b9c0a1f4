# A root, an intermediate and a signer's certificate, and what is signed with them.
make() { # NAME SUBJECT EXTENSIONS [ISSUER]
  openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -subj "/CN=$2" -out "$1.csr"
  printf '%b' "$3" > "$1.ext"
  if [ $# = 4 ]; then
    openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "$4.key" -CAcreateserial -days 81 \
      -extfile "$1.ext" -out "$1.pem"
  else
    openssl x509 -req -in "$1.csr" -signkey "$1.key" -days 81 -extfile "$1.ext" -out "$1.pem"
  fi
}
authority='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n'
make root 'Example Root' "$authority"
make middle 'Example Intermediate' "$authority" root
make leaf setup.example.ch 'keyUsage=critical,digitalSignature\nsubjectAltName=DNS:setup.example.ch\nsubjectKeyIdentifier=hash\n' middle
cat leaf.pem middle.pem > fullchain.pem
mv leaf.key privkey.pem
make anna anna@example.ch 'keyUsage=critical,digitalSignature\nsubjectAltName=email:anna@example.ch\nextendedKeyUsage=emailProtection\nsubjectKeyIdentifier=hash\n' middle
openssl pkcs12 -export -inkey anna.key -in anna.pem -passout pass:geheim -out anna.p12
(umask 077 && echo geheim > anna.pass)
mkprofile --format mobileconfig --output anna.mobileconfig anna@example.ch
openssl cms -sign -binary -nodetach -outform DER -signer leaf.pem -inkey privkey.pem \
  -in anna.mobileconfig -out no-intermediate.mobileconfig
rm -f ./*.csr ./*.ext ./*.srl middle.* leaf.* anna.pem anna.key
