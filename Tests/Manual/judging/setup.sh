# The goldens of the repository, and the built-in provider with a change.
ln -s "$ROOT/Tests" Tests
cp "$ROOT/Templates/providers/infomaniak.yaml" mkprofile.yaml
sed '/^outgoing:/,/^[a-z]*:$/s/host: mail.infomaniak.com/host: smtp.infomaniak.com/' mkprofile.yaml > new.yaml
