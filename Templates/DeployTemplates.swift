// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Files that run the server as a service and put a proxy in front of it. Words between `@` are
/// filled in.
public enum DeployTemplates {
  /// The unit of the server, with `@SOURCE@`.
  public static var service: [UInt8] { PackageResources.mkprofile_service }
  /// The unit of its socket.
  public static var socket: [UInt8] { PackageResources.mkprofile_socket }
  /// Server blocks of nginx, with `@NAMES@`, `@FIRST@` and `@NOTES@`.
  public static var nginx: [UInt8] { PackageResources.nginx_conf }
  /// Sites of Caddy, with `@NAMES@` and `@NOTES@`.
  public static var caddy: [UInt8] { PackageResources.Caddyfile }
}
