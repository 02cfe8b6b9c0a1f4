// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Files that run the server as a service, put a proxy in front of it, or serve what was exported.
/// Words between `@` are filled in.
public enum DeployTemplates {
  /// The unit of the server behind a proxy.
  public static var service: [UInt8] { PackageResources.mkprofile_service }
  /// The unit of the server with TLS of its own.
  public static var tlsService: [UInt8] { PackageResources.mkprofile_tls_service }
  /// What both units do without, one setting a line.
  public static var sandbox: [UInt8] { PackageResources.sandbox }
  /// The unit of the socket.
  public static var socket: [UInt8] { PackageResources.mkprofile_socket }
  /// The file of nginx.
  public static var nginx: [UInt8] { PackageResources.nginx_conf }
  /// A server block of nginx.
  public static var nginxSite: [UInt8] { PackageResources.nginx_site_conf }
  /// Sites of Caddy, by their names.
  public static var caddy: [UInt8] { PackageResources.Caddyfile }
  /// Sites of Caddy for every name that the server knows.
  public static var caddyOnDemand: [UInt8] { PackageResources.Caddyfile_on_demand }
  /// Commands for certificates of nginx.
  public static var certbot: [UInt8] { PackageResources.certbot_sh }
  /// Commands for certificates of the server itself.
  public static var certbotAlone: [UInt8] { PackageResources.certbot_alone_sh }
  /// The file of nginx for exported files.
  public static var staticNginx: [UInt8] { PackageResources.static_nginx_conf }
  /// A server block of it.
  public static var staticNginxSite: [UInt8] { PackageResources.static_nginx_site_conf }
  /// The file of Apache for exported files.
  public static var staticApache: [UInt8] { PackageResources.static_apache_conf }
  /// Its virtual hosts.
  public static var staticApacheSite: [UInt8] { PackageResources.static_apache_site_conf }
  /// The file of Caddy for exported files.
  public static var staticCaddy: [UInt8] { PackageResources.static_Caddyfile }
  /// A site of it.
  public static var staticCaddySite: [UInt8] { PackageResources.static_Caddyfile_site }
  /// The description of a container's image.
  public static var container: [UInt8] { PackageResources.Containerfile }
  /// Objects of Kubernetes.
  public static var kubernetes: [UInt8] { PackageResources.kubernetes_yaml }
}
