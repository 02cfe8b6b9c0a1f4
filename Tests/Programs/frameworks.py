# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Applications of several frameworks that read their file of variables and send a message. Each is
configured as its framework's documentation has it: nothing but the names of the variables is ours."""

import importlib.util
import os
import urllib.parse

import stage as stages
from programs import BODY, Program, call, place

DJANGO = """\
import environ
from django.conf import settings
from django.core.mail import send_mail

env = environ.Env()
env.read_env(".env")
settings.configure(
    EMAIL_BACKEND=env("EMAIL_BACKEND"), EMAIL_HOST=env("EMAIL_HOST"),
    EMAIL_PORT=env.int("EMAIL_PORT"), EMAIL_USE_SSL=env.bool("EMAIL_USE_SSL"),
    EMAIL_USE_TLS=env.bool("EMAIL_USE_TLS"), EMAIL_HOST_USER=env("EMAIL_HOST_USER"),
    EMAIL_HOST_PASSWORD=env("EMAIL_HOST_PASSWORD"), SERVER_EMAIL=env("SERVER_EMAIL"),
    DEFAULT_FROM_EMAIL=env("DEFAULT_FROM_EMAIL"))
send_mail(%(subject)r, %(body)r, None, [%(to)r])
"""

SYMFONY = """\
<?php
require '/usr/share/php/Symfony/Component/Dotenv/autoload.php';
require '/usr/share/php/Symfony/Component/Mailer/autoload.php';
(new Symfony\\Component\\Dotenv\\Dotenv())->load('.env');
$mailer = new Symfony\\Component\\Mailer\\Mailer(
    Symfony\\Component\\Mailer\\Transport::fromDsn($_ENV['MAILER_DSN']));
$mailer->send((new Symfony\\Component\\Mime\\Email())
    ->from('%(address)s')->to('%(to)s')->subject('%(subject)s')->text('Hello.'));
"""

# Laravel's own reader of the file, and the transport that its MailManager makes of config/mail.php.
LARAVEL = """\
<?php
require '/usr/share/php/Dotenv/autoload.php';
require '/usr/share/php/Symfony/Component/Mailer/autoload.php';
$env = Dotenv\\Dotenv::createImmutable('.')->load() + $_ENV;
$env['MAIL_PASSWORD'] = $_ENV['MAIL_PASSWORD'];
$dsn = new Symfony\\Component\\Mailer\\Transport\\Dsn(
    $env['MAIL_SCHEME'], $env['MAIL_HOST'], $env['MAIL_USERNAME'], $env['MAIL_PASSWORD'],
    (int) $env['MAIL_PORT']);
$factory = new Symfony\\Component\\Mailer\\Transport\\Smtp\\EsmtpTransportFactory();
$mailer = new Symfony\\Component\\Mailer\\Mailer($factory->create($dsn));
$mailer->send((new Symfony\\Component\\Mime\\Email())
    ->from(new Symfony\\Component\\Mime\\Address($env['MAIL_FROM_ADDRESS'], $env['MAIL_FROM_NAME']))
    ->to('%(to)s')->subject('%(subject)s')->text('Hello.'));
"""

RAILS = """\
require "dotenv"
require "action_mailer"
Dotenv.load(".env")
ActionMailer::Base.smtp_settings = {
  address: ENV["SMTP_ADDRESS"], port: ENV["SMTP_PORT"].to_i, domain: ENV["SMTP_DOMAIN"],
  user_name: ENV["SMTP_USER_NAME"], password: ENV["SMTP_PASSWORD"],
  authentication: ENV["SMTP_AUTHENTICATION"], tls: ENV["SMTP_TLS"] == "true",
  enable_starttls: ENV["SMTP_ENABLE_STARTTLS"] == "true",
  openssl_verify_mode: ENV["SMTP_OPENSSL_VERIFY_MODE"],
}
class Notice < ActionMailer::Base
  def notice
    mail(from: ENV["MAIL_FROM"], to: "%(to)s", subject: "%(subject)s", body: "Hello.")
  end
end
Notice.notice.deliver_now
"""

SHELL = """\
set -a
. ./.env
SMTP_PASSWORD=$PASSWORD
case $SMTP_SECURITY in tls) scheme=smtps ;; *) scheme=smtp ;; esac
curl --silent --show-error --ssl-reqd --cacert "$AUTHORITY" --url "$scheme://$SMTP_HOST:$SMTP_PORT" \\
  --user "$SMTP_USERNAME:$SMTP_PASSWORD" --mail-from "$SMTP_FROM" --mail-rcpt '%(to)s' \\
  --upload-file message
"""


class Dotenv(Program):
    """`style` is that of the file; `words` begin what runs the script."""

    def path(self, stage):
        if self.style == "django" and not importlib.util.find_spec("environ"):
            return None
        return super().path(stage)

    def run(self, stage, home, settings, address, authority, subject):
        place(home, ".env", self.document(stage, settings, address, "--style", self.style))
        to = f"anna@{stages.DOMAIN}"
        values = {"to": to, "subject": subject, "body": BODY, "address": address.replace("'", "\\'")}
        place(home, "script", self.script % values)
        place(home, "message", self.message(address, subject))
        password = open(stage.secret).read().rstrip("\n")
        # What a machine sets stands before what the file has.
        secret = urllib.parse.quote(password, safe="") if self.style == "symfony" else password
        words = [word.replace("AUTHORITY", authority) for word in self.words]
        return call([*words, "script"], home, SSL_CERT_FILE=authority, SSL_CERT_DIR="/nonexistent",
                    AUTHORITY=authority, PASSWORD=password, **{self.variable: secret})


PHP = ["php", "-d", "variables_order=EGPCS", "-d", "openssl.cafile=AUTHORITY"]
FRAMEWORKS = [
    Dotenv("dotenv by a shell", style="generic", binary="curl", words=["sh"], script=SHELL,
           variable="SMTP_PASSWORD"),
    Dotenv("dotenv by Django", style="django", binary="python3", words=["python3"], script=DJANGO,
           variable="EMAIL_HOST_PASSWORD"),
    Dotenv("dotenv by Symfony", style="symfony", binary="php", words=PHP, script=SYMFONY,
           variable="MAILER_PASSWORD"),
    Dotenv("dotenv by Laravel", style="laravel", binary="php", words=PHP, script=LARAVEL,
           variable="MAIL_PASSWORD"),
    Dotenv("dotenv by Rails", style="rails", binary="ruby", words=["ruby"], script=RAILS,
           variable="SMTP_PASSWORD"),
]
