// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A file that helps to run the server, or to serve what `export` writes.
enum DeployFile: String, CaseIterable {
  case systemd
  case systemdSocket = "systemd-socket"
  case tls
  case nginx
  case caddy
  case certbot
  case staticNginx = "static-nginx"
  case staticApache = "static-apache"
  case staticCaddy = "static-caddy"
  case kubernetes
  case container

  /// What it is, for help.
  var summary: String {
    switch self {
    case .systemd: "the service, behind a proxy on the same machine"
    case .systemdSocket: "its socket; --proxy says who opens it"
    case .tls: "the service without a proxy, on ports 80 and 443"
    case .nginx: "server blocks of nginx"
    case .caddy: "a Caddyfile"
    case .certbot: "the commands that get certificates; --proxy none for the service without one"
    case .staticNginx: "server blocks of nginx for the folder that export wrote"
    case .staticApache: "the same for Apache"
    case .staticCaddy: "the same for Caddy"
    case .kubernetes: "objects of Kubernetes: pods, service, budget, scaling, settings"
    case .container: "a Containerfile for the Debian packages"
    }
  }

  /// True where it names hosts, so that domains may be typed.
  var namesHosts: Bool {
    switch self {
    case .systemd, .systemdSocket, .kubernetes, .container: false
    case .tls, .nginx, .caddy, .certbot, .staticNginx, .staticApache, .staticCaddy: true
    }
  }
}

/// A program that ends TLS and passes requests on.
enum DeployProxy: String, CaseIterable {
  case nginx, caddy, none

  /// Groups that the program runs in, the likeliest first: nginx.org's and Fedora's, Debian's,
  /// Arch's.
  var groups: [String] {
    switch self {
    case .nginx: ["nginx", "www-data", "http"]
    case .caddy: ["caddy"]
    case .none: ["root"]
    }
  }

  /// The group where none of them is known here.
  var usualGroup: String { self == .nginx ? "www-data" : groups.first ?? "root" }
}
