# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# Packages of the programs in release mode, into out/. The same programs and the same
# SOURCE_DATE_EPOCH (seconds since 1970; the last commit's unless given) make the same bytes.
# PROGRAMS names a folder with programs that are built already, REVISION the package's own number.

package() {
  local kind=${1:-}
  case $kind in
    deb | rpm | tar | oci) ;;
    *)
      echo "dev: package makes deb, rpm, tar or oci, not '$kind'" >&2
      return 64
      ;;
  esac
  setup_packaging "$kind"
  if [ -z "${PROGRAMS:-}" ]; then build; fi
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1)}
  export SOURCE_DATE_EPOCH
  # Modes and texts depend on nothing of this machine.
  umask 022
  export LC_ALL=C TZ=UTC
  local programs=${PROGRAMS:-.build/release} revision=${REVISION:-1} version work
  version=$("$programs/mkprofile" version | sed 's/.* //')
  mkdir -p out
  work=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  "package_$kind"
  rm -rf "$work"
  trap - EXIT
}

# What makes packages, beyond what a build needs.
setup_packaging() { # KIND
  if has_brew; then
    echo "dev: packages are made on Linux" >&2
    return 1
  fi
  case $1 in
    deb) command -v dpkg-shlibdeps >/dev/null || install_packages dpkg-dev ;;
    rpm) command -v rpmbuild >/dev/null || install_packages rpm ;;
    oci) command -v dpkg-shlibdeps >/dev/null || install_packages dpkg-dev ;;
  esac
}

# Everything that is installed, below a folder, for a prefix such as /usr.
stage() { # ROOT PREFIX
  local root=$1 base=$1$2 name program
  install -d "$base/bin" "$base/libexec/mkprofile" "$base/share/mkprofile" \
    "$base/share/doc/mkprofile/examples" "$base"/share/man/man{1,5,7} "$base/lib/systemd/system" \
    "$base/share/bash-completion/completions" "$base/share/fish/vendor_completions.d"
  for name in $(products); do
    program=$base/libexec/mkprofile/$name
    if [ "$name" = mkprofile ]; then program=$base/bin/mkprofile; fi
    install -m 755 "$programs/$name" "$program"
    objcopy --strip-all --remove-section=.gnu_debuglink "$program"
  done
  program=$base/bin/mkprofile
  for name in $("$program" man --list); do
    "$program" man "$name" >"$base/share/man/man${name##*.}/$name"
  done
  "$program" completion bash >"$base/share/bash-completion/completions/mkprofile"
  "$program" completion fish >"$base/share/fish/vendor_completions.d/mkprofile.fish"
  install -m 644 Schemas/settings.schema.json "$base/share/mkprofile/"
  if [ -d Templates/hooks ]; then cp -R Templates/hooks "$base/share/mkprofile/"; fi
  "$program" init --output - >"$base/share/doc/mkprofile/examples/mkprofile.yaml"
  stage_units "$root" "$base/lib/systemd/system" "$program"
}

# The units for settings in /etc/mkprofile, which do not start before there are some.
stage_units() { # ROOT FOLDER PROGRAM
  local unit
  (cd "$2" && env -u MKPROFILE_SETTINGS "$3" deploy systemd --quiet) >"$2/mkprofile.service"
  # Whatever groups this machine has.
  "$3" deploy systemd-socket --quiet --socket-group "${socket_group:-www-data}" \
    >"$2/mkprofile.socket"
  for unit in "$2"/mkprofile.*; do
    sed -e '1,/^$/d' -e "s|$(cd "$1" && pwd)||" -e '/^\[Unit\]$/a\
ConditionPathExistsGlob=|/etc/mkprofile/*.yaml\
ConditionPathExistsGlob=|/etc/mkprofile/*.yml\
ConditionPathExistsGlob=|/etc/mkprofile/*.json' -i "$unit"
  done
}

# Every file is as old as the source.
settle() { # FOLDER
  find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

package_tar() {
  local name
  name=mkprofile-$version-linux-$(uname -m)
  stage "$work" "/usr/local"
  install -d "$work/usr/local/share/zsh/site-functions"
  "$work/usr/local/bin/mkprofile" completion zsh \
    >"$work/usr/local/share/zsh/site-functions/_mkprofile"
  install -m 644 README.md LICENSE CHANGELOG.md "$work/usr/local/share/doc/mkprofile/"
  tar --create --sort=name --format=gnu --owner=0 --group=0 --numeric-owner \
    --mtime="@$SOURCE_DATE_EPOCH" --transform "s|^\\.|$name|" -C "$work/usr/local" . \
    | gzip -9n >"out/$name.tar.gz"
  printf 'out/%s.tar.gz\n' "$name"
}

package_deb() {
  local architecture name
  architecture=$(dpkg --print-architecture)
  stage "$work/mkprofile" /usr
  local base=$work/mkprofile/usr
  install -d "$work/mkprofile/etc/mkprofile" "$base/share/zsh/vendor-completions"
  "$base/bin/mkprofile" completion zsh >"$base/share/zsh/vendor-completions/_mkprofile"
  gzip -9n "$base"/share/man/man?/*
  gzip -9nc CHANGELOG.md >"$base/share/doc/mkprofile/changelog.gz"
  debian_changelog | gzip -9nc >"$base/share/doc/mkprofile/changelog.Debian.gz"
  install -m 644 .dev/package/copyright "$base/share/doc/mkprofile/"
  install -d "$work/mkprofile-pdf/usr/libexec/mkprofile" "$work/mkprofile-pdf/usr/share/doc"
  mv "$base/libexec/mkprofile/mkprofile-pdf" "$work/mkprofile-pdf/usr/libexec/mkprofile/"
  ln -s mkprofile "$work/mkprofile-pdf/usr/share/doc/mkprofile-pdf"
  install -d "$work/mkprofile-directory/usr/libexec/mkprofile" \
    "$work/mkprofile-directory/usr/share/doc"
  mv "$base/libexec/mkprofile/mkprofile-directory" \
    "$work/mkprofile-directory/usr/libexec/mkprofile/"
  ln -s mkprofile "$work/mkprofile-directory/usr/share/doc/mkprofile-directory"
  install -d "$work/mkprofile/DEBIAN"
  install -m 755 .dev/package/postinst .dev/package/prerm .dev/package/postrm \
    "$work/mkprofile/DEBIAN/"
  for name in mkprofile mkprofile-pdf mkprofile-directory; do
    debian_control "$name" "$architecture"
    settle "$work/$name"
    dpkg-deb --root-owner-group -Zxz -z4 --threads-max=1 --build "$work/$name" \
      "out/${name}_$version-${revision}_$architecture.deb" >/dev/null
    printf 'out/%s_%s-%s_%s.deb\n' "$name" "$version" "$revision" "$architecture"
  done
}

debian_changelog() {
  printf 'mkprofile (%s-%s) unstable; urgency=medium\n\n  * What is new: changelog.gz\n\n' \
    "$version" "$revision"
  printf ' -- The mkprofile contributors <packages@mkprofile.invalid>  %s\n' \
    "$(date --date="@$SOURCE_DATE_EPOCH" -R)"
}

# The control file of a package, with the libraries that its programs need.
debian_control() { # NAME ARCHITECTURE
  local root=$work/$1 libraries size binaries
  mapfile -t binaries < <(find "$root" -type f -path '*bin/*' -o -type f -path '*libexec/*')
  install -d "$work/debian" "$root/DEBIAN"
  printf 'Source: mkprofile\n\nPackage: %s\nArchitecture: any\n' "$1" >"$work/debian/control"
  libraries=$(cd "$work" && dpkg-shlibdeps -O "${binaries[@]}" | sed -n 's/^shlibs:Depends=//p')
  size=$(du -k -s --apparent-size --exclude=DEBIAN "$root" | cut -f1)
  sed -e "s|@VERSION@|$version-$revision|" -e "s|@ARCHITECTURE@|$2|" -e "s|@SIZE@|$size|" \
    -e "s|@LIBRARIES@|$libraries|" ".dev/package/$1.control" >"$root/DEBIAN/control"
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
}

package_rpm() {
  local base=$work/stage/usr name names=()
  socket_group=mkprofile stage "$work/stage" /usr
  install -d "$work/stage/etc/mkprofile" "$base/share/zsh/site-functions" \
    "$base/share/licenses/mkprofile" "$base/lib/sysusers.d"
  "$base/bin/mkprofile" completion zsh >"$base/share/zsh/site-functions/_mkprofile"
  gzip -9n "$base"/share/man/man?/*
  install -m 644 LICENSE "$base/share/licenses/mkprofile/"
  install -m 644 README.md CHANGELOG.md "$base/share/doc/mkprofile/"
  # The proxy opens the socket as a member: usermod -aG mkprofile nginx
  printf 'g mkprofile -\n' >"$base/lib/sysusers.d/mkprofile.conf"
  for name in $(products); do
    case $name in
      mkprofile | mkprofile-pdf | mkprofile-directory) ;;
      *) names+=("/usr/libexec/mkprofile/$name") ;;
    esac
  done
  settle "$work/stage"
  sed -e "s|@UPSTREAM@|$version|" -e "s|@REVISION@|$revision|" -e "s|@STAGE@|$work/stage|" \
    -e "s|@DATE@|$(date --date="@$SOURCE_DATE_EPOCH" '+%a %b %d %Y')|" \
    -e "s|@PROGRAMS@|$(printf '%s\\n' "${names[@]}" | sed 's/\\n$//')|" \
    .dev/package/mkprofile.spec >"$work/mkprofile.spec"
  rpmbuild --quiet -bb --define "_topdir $work/rpm" --define "_rpmdir $work/rpms" \
    --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' "$work/mkprofile.spec" >&2
  for name in "$work"/rpms/*.rpm; do
    mv "$name" out/
    printf 'out/%s\n' "${name##*/}"
  done
}

# The image from the Debian packages, as an archive of the Open Container Initiative, by the first
# program that is there.
package_oci() {
  local folder=$work/context builder file
  install -d "$folder"
  package_deb >/dev/null
  cp out/mkprofile_"$version-$revision"_*.deb out/mkprofile-pdf_"$version-$revision"_*.deb "$folder/"
  "$programs/mkprofile" deploy container >"$folder/Containerfile"
  settle "$folder"
  file=mkprofile-$version-$(uname -m).oci.tar
  for builder in buildah podman; do
    command -v $builder >/dev/null || continue
    # Containers without namespaces of their own can be built everywhere.
    run $builder build --isolation chroot --network host --format docker --timestamp \
      "$SOURCE_DATE_EPOCH" --pull-never="${NO_REGISTRY:-false}" --tag "mkprofile:$version" \
      "$folder" >&2
    rm -f "out/$file"
    run $builder push "mkprofile:$version" "docker-archive:out/$file:mkprofile:$version" >&2
    printf 'out/%s\n' "$file"
    return
  done
  cp "$folder/Containerfile" out/
  echo "dev: neither buildah nor podman is here: out/Containerfile and the packages are" >&2
  return 1
}
