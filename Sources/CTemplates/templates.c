// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#include "templates.h"

// C23 has the directive; compilers warn that older standards do not.
#pragma clang diagnostic ignored "-Wc23-extensions"
#pragma clang diagnostic ignored "-Wnullability-extension"

static const unsigned char clients_apple_mail_ios[] = {
#embed "../../Templates/clients/apple-mail-ios.yaml"
};
static const unsigned char clients_apple_mail_macos[] = {
#embed "../../Templates/clients/apple-mail-macos.yaml"
};
static const unsigned char clients_apple_profile[] = {
#embed "../../Templates/clients/apple-profile.yaml"
};
static const unsigned char clients_davx5[] = {
#embed "../../Templates/clients/davx5.yaml"
};
static const unsigned char clients_em_client[] = {
#embed "../../Templates/clients/em-client.yaml"
};
static const unsigned char clients_evolution[] = {
#embed "../../Templates/clients/evolution.yaml"
};
static const unsigned char clients_fairemail[] = {
#embed "../../Templates/clients/fairemail.yaml"
};
static const unsigned char clients_forward_from[] = {
#embed "../../Templates/clients/forward-from.yaml"
};
static const unsigned char clients_generic[] = {
#embed "../../Templates/clients/generic.yaml"
};
static const unsigned char clients_gmail_app[] = {
#embed "../../Templates/clients/gmail-app.yaml"
};
static const unsigned char clients_gmail_import[] = {
#embed "../../Templates/clients/gmail-import.yaml"
};
static const unsigned char clients_gmail_send_as[] = {
#embed "../../Templates/clients/gmail-send-as.yaml"
};
static const unsigned char clients_kmail[] = {
#embed "../../Templates/clients/kmail.yaml"
};
static const unsigned char clients_link_domain[] = {
#embed "../../Templates/clients/link-domain.yaml"
};
static const unsigned char clients_migration_source[] = {
#embed "../../Templates/clients/migration-source.yaml"
};
static const unsigned char clients_outlook_2013[] = {
#embed "../../Templates/clients/outlook-2013.yaml"
};
static const unsigned char clients_outlook_2016[] = {
#embed "../../Templates/clients/outlook-2016.yaml"
};
static const unsigned char clients_outlook_mobile[] = {
#embed "../../Templates/clients/outlook-mobile.yaml"
};
static const unsigned char clients_outlook_new[] = {
#embed "../../Templates/clients/outlook-new.yaml"
};
static const unsigned char clients_outlook_trouble[] = {
#embed "../../Templates/clients/outlook-trouble.yaml"
};
static const unsigned char clients_password_changed[] = {
#embed "../../Templates/clients/password-changed.yaml"
};
static const unsigned char clients_plus_addresses[] = {
#embed "../../Templates/clients/plus-addresses.yaml"
};
static const unsigned char clients_samsung_email[] = {
#embed "../../Templates/clients/samsung-email.yaml"
};
static const unsigned char clients_signature[] = {
#embed "../../Templates/clients/signature.yaml"
};
static const unsigned char clients_switch_over[] = {
#embed "../../Templates/clients/switch-over.yaml"
};
static const unsigned char clients_thunderbird_android[] = {
#embed "../../Templates/clients/thunderbird-android.yaml"
};
static const unsigned char clients_thunderbird[] = {
#embed "../../Templates/clients/thunderbird.yaml"
};
static const unsigned char clients_welcome[] = {
#embed "../../Templates/clients/welcome.yaml"
};
static const unsigned char clients_windows10_mail[] = {
#embed "../../Templates/clients/windows10-mail.yaml"
};
static const unsigned char devices_apc[] = {
#embed "../../Templates/devices/apc.yaml"
};
static const unsigned char devices_bmc[] = {
#embed "../../Templates/devices/bmc.yaml"
};
static const unsigned char devices_brother[] = {
#embed "../../Templates/devices/brother.yaml"
};
static const unsigned char devices_canon[] = {
#embed "../../Templates/devices/canon.yaml"
};
static const unsigned char devices_epson[] = {
#embed "../../Templates/devices/epson.yaml"
};
static const unsigned char devices_generic[] = {
#embed "../../Templates/devices/generic.yaml"
};
static const unsigned char devices_hp[] = {
#embed "../../Templates/devices/hp.yaml"
};
static const unsigned char devices_konica_minolta[] = {
#embed "../../Templates/devices/konica-minolta.yaml"
};
static const unsigned char devices_kyocera[] = {
#embed "../../Templates/devices/kyocera.yaml"
};
static const unsigned char devices_lexmark[] = {
#embed "../../Templates/devices/lexmark.yaml"
};
static const unsigned char devices_qnap[] = {
#embed "../../Templates/devices/qnap.yaml"
};
static const unsigned char devices_ricoh[] = {
#embed "../../Templates/devices/ricoh.yaml"
};
static const unsigned char devices_sharp[] = {
#embed "../../Templates/devices/sharp.yaml"
};
static const unsigned char devices_synology[] = {
#embed "../../Templates/devices/synology.yaml"
};
static const unsigned char devices_toshiba[] = {
#embed "../../Templates/devices/toshiba.yaml"
};
static const unsigned char devices_fritzbox[] = {
#embed "../../Templates/devices/fritzbox.yaml"
};
static const unsigned char devices_gitlab[] = {
#embed "../../Templates/devices/gitlab.yaml"
};
static const unsigned char devices_grafana[] = {
#embed "../../Templates/devices/grafana.yaml"
};
static const unsigned char devices_home_assistant[] = {
#embed "../../Templates/devices/home-assistant.yaml"
};
static const unsigned char devices_jira[] = {
#embed "../../Templates/devices/jira.yaml"
};
static const unsigned char devices_nextcloud[] = {
#embed "../../Templates/devices/nextcloud.yaml"
};
static const unsigned char devices_odoo[] = {
#embed "../../Templates/devices/odoo.yaml"
};
static const unsigned char devices_opnsense[] = {
#embed "../../Templates/devices/opnsense.yaml"
};
static const unsigned char devices_pfsense[] = {
#embed "../../Templates/devices/pfsense.yaml"
};
static const unsigned char devices_powershell[] = {
#embed "../../Templates/devices/powershell.yaml"
};
static const unsigned char devices_prestashop[] = {
#embed "../../Templates/devices/prestashop.yaml"
};
static const unsigned char devices_proxmox[] = {
#embed "../../Templates/devices/proxmox.yaml"
};
static const unsigned char devices_truenas[] = {
#embed "../../Templates/devices/truenas.yaml"
};
static const unsigned char devices_unifi[] = {
#embed "../../Templates/devices/unifi.yaml"
};
static const unsigned char devices_wordpress[] = {
#embed "../../Templates/devices/wordpress.yaml"
};
static const unsigned char devices_zabbix[] = {
#embed "../../Templates/devices/zabbix.yaml"
};
static const unsigned char devices_xerox[] = {
#embed "../../Templates/devices/xerox.yaml"
};
static const unsigned char languages_de_CH[] = {
#embed "../../Templates/languages/de-CH.yaml"
};
static const unsigned char languages_de[] = {
#embed "../../Templates/languages/de.yaml"
};
static const unsigned char languages_en[] = {
#embed "../../Templates/languages/en.yaml"
};
static const unsigned char languages_es_419[] = {
#embed "../../Templates/languages/es-419.yaml"
};
static const unsigned char languages_es[] = {
#embed "../../Templates/languages/es.yaml"
};
static const unsigned char languages_fr[] = {
#embed "../../Templates/languages/fr.yaml"
};
static const unsigned char languages_it[] = {
#embed "../../Templates/languages/it.yaml"
};
static const unsigned char languages_nl[] = {
#embed "../../Templates/languages/nl.yaml"
};
static const unsigned char languages_pl[] = {
#embed "../../Templates/languages/pl.yaml"
};
static const unsigned char languages_pt[] = {
#embed "../../Templates/languages/pt.yaml"
};
static const unsigned char manual_install[] = {
#embed "../../Templates/manual/install.md"
};
static const unsigned char manual_settings_file[] = {
#embed "../../Templates/manual/settings-file.md"
};
static const unsigned char manual_importing[] = {
#embed "../../Templates/manual/importing.md"
};
static const unsigned char manual_judging[] = {
#embed "../../Templates/manual/judging.md"
};
static const unsigned char manual_publishing[] = {
#embed "../../Templates/manual/publishing.md"
};
static const unsigned char manual_zone[] = {
#embed "../../Templates/manual/zone.md"
};
static const unsigned char manual_checking[] = {
#embed "../../Templates/manual/checking.md"
};
static const unsigned char manual_serving[] = {
#embed "../../Templates/manual/serving.md"
};
static const unsigned char manual_directory[] = {
#embed "../../Templates/manual/directory.md"
};
static const unsigned char manual_set_up_page[] = {
#embed "../../Templates/manual/set-up-page.md"
};
static const unsigned char manual_rosters[] = {
#embed "../../Templates/manual/rosters.md"
};
static const unsigned char manual_profiles[] = {
#embed "../../Templates/manual/profiles.md"
};
static const unsigned char manual_signing[] = {
#embed "../../Templates/manual/signing.md"
};
static const unsigned char manual_personal_links[] = {
#embed "../../Templates/manual/personal-links.md"
};
static const unsigned char manual_help_desk[] = {
#embed "../../Templates/manual/help-desk.md"
};
static const unsigned char manual_qr_codes[] = {
#embed "../../Templates/manual/qr-codes.md"
};
static const unsigned char manual_mail_users[] = {
#embed "../../Templates/manual/mail-users.md"
};
static const unsigned char manual_documents[] = {
#embed "../../Templates/manual/documents.md"
};
static const unsigned char manual_clients[] = {
#embed "../../Templates/manual/clients.md"
};
static const unsigned char manual_security[] = {
#embed "../../Templates/manual/security.md"
};
static const unsigned char manual_limits[] = {
#embed "../../Templates/manual/limits.md"
};
static const unsigned char manual_upgrading[] = {
#embed "../../Templates/manual/upgrading.md"
};
static const unsigned char manual_questions[] = {
#embed "../../Templates/manual/questions.md"
};
static const unsigned char manual_embedding[] = {
#embed "../../Templates/manual/embedding.md"
};
static const unsigned char schema_settings[] = {
#embed "../../Schemas/settings.schema.json"
};
static const unsigned char sources_bluewin[] = {
#embed "../../Templates/sources/bluewin.yaml"
};
static const unsigned char sources_gmx[] = {
#embed "../../Templates/sources/gmx.yaml"
};
static const unsigned char sources_google[] = {
#embed "../../Templates/sources/google.yaml"
};
static const unsigned char sources_icloud[] = {
#embed "../../Templates/sources/icloud.yaml"
};
static const unsigned char sources_imap[] = {
#embed "../../Templates/sources/imap.yaml"
};
static const unsigned char sources_microsoft_365[] = {
#embed "../../Templates/sources/microsoft-365.yaml"
};
static const unsigned char sources_yahoo[] = {
#embed "../../Templates/sources/yahoo.yaml"
};
static const unsigned char web_setup_css[] = {
#embed "../../Templates/web/setup.css"
};
static const unsigned char web_setup_js[] = {
#embed "../../Templates/web/setup.js"
};

#define ENTRY(folder, name, bytes) {folder, name, bytes, sizeof bytes}

static const struct embedded_template files[] = {
    ENTRY("clients", "apple-mail-ios", clients_apple_mail_ios),
    ENTRY("clients", "apple-mail-macos", clients_apple_mail_macos),
    ENTRY("clients", "apple-profile", clients_apple_profile),
    ENTRY("clients", "davx5", clients_davx5),
    ENTRY("clients", "em-client", clients_em_client),
    ENTRY("clients", "evolution", clients_evolution),
    ENTRY("clients", "fairemail", clients_fairemail),
    ENTRY("clients", "forward-from", clients_forward_from),
    ENTRY("clients", "generic", clients_generic),
    ENTRY("clients", "gmail-app", clients_gmail_app),
    ENTRY("clients", "gmail-import", clients_gmail_import),
    ENTRY("clients", "gmail-send-as", clients_gmail_send_as),
    ENTRY("clients", "kmail", clients_kmail),
    ENTRY("clients", "link-domain", clients_link_domain),
    ENTRY("clients", "migration-source", clients_migration_source),
    ENTRY("clients", "outlook-2013", clients_outlook_2013),
    ENTRY("clients", "outlook-2016", clients_outlook_2016),
    ENTRY("clients", "outlook-mobile", clients_outlook_mobile),
    ENTRY("clients", "outlook-new", clients_outlook_new),
    ENTRY("clients", "outlook-trouble", clients_outlook_trouble),
    ENTRY("clients", "password-changed", clients_password_changed),
    ENTRY("clients", "plus-addresses", clients_plus_addresses),
    ENTRY("clients", "samsung-email", clients_samsung_email),
    ENTRY("clients", "signature", clients_signature),
    ENTRY("clients", "switch-over", clients_switch_over),
    ENTRY("clients", "thunderbird-android", clients_thunderbird_android),
    ENTRY("clients", "thunderbird", clients_thunderbird),
    ENTRY("clients", "welcome", clients_welcome),
    ENTRY("clients", "windows10-mail", clients_windows10_mail),
    ENTRY("devices", "apc", devices_apc),
    ENTRY("devices", "bmc", devices_bmc),
    ENTRY("devices", "brother", devices_brother),
    ENTRY("devices", "canon", devices_canon),
    ENTRY("devices", "epson", devices_epson),
    ENTRY("devices", "generic", devices_generic),
    ENTRY("devices", "hp", devices_hp),
    ENTRY("devices", "konica-minolta", devices_konica_minolta),
    ENTRY("devices", "kyocera", devices_kyocera),
    ENTRY("devices", "lexmark", devices_lexmark),
    ENTRY("devices", "qnap", devices_qnap),
    ENTRY("devices", "ricoh", devices_ricoh),
    ENTRY("devices", "sharp", devices_sharp),
    ENTRY("devices", "synology", devices_synology),
    ENTRY("devices", "toshiba", devices_toshiba),
    ENTRY("devices", "fritzbox", devices_fritzbox),
    ENTRY("devices", "gitlab", devices_gitlab),
    ENTRY("devices", "grafana", devices_grafana),
    ENTRY("devices", "home-assistant", devices_home_assistant),
    ENTRY("devices", "jira", devices_jira),
    ENTRY("devices", "nextcloud", devices_nextcloud),
    ENTRY("devices", "odoo", devices_odoo),
    ENTRY("devices", "opnsense", devices_opnsense),
    ENTRY("devices", "pfsense", devices_pfsense),
    ENTRY("devices", "powershell", devices_powershell),
    ENTRY("devices", "prestashop", devices_prestashop),
    ENTRY("devices", "proxmox", devices_proxmox),
    ENTRY("devices", "truenas", devices_truenas),
    ENTRY("devices", "unifi", devices_unifi),
    ENTRY("devices", "wordpress", devices_wordpress),
    ENTRY("devices", "zabbix", devices_zabbix),
    ENTRY("devices", "xerox", devices_xerox),
    ENTRY("languages", "de-CH", languages_de_CH),
    ENTRY("languages", "de", languages_de),
    ENTRY("languages", "en", languages_en),
    ENTRY("languages", "es-419", languages_es_419),
    ENTRY("languages", "es", languages_es),
    ENTRY("languages", "fr", languages_fr),
    ENTRY("languages", "it", languages_it),
    ENTRY("languages", "nl", languages_nl),
    ENTRY("languages", "pl", languages_pl),
    ENTRY("languages", "pt", languages_pt),
    ENTRY("manual", "install", manual_install),
    ENTRY("manual", "settings-file", manual_settings_file),
    ENTRY("manual", "importing", manual_importing),
    ENTRY("manual", "judging", manual_judging),
    ENTRY("manual", "publishing", manual_publishing),
    ENTRY("manual", "zone", manual_zone),
    ENTRY("manual", "checking", manual_checking),
    ENTRY("manual", "serving", manual_serving),
    ENTRY("manual", "directory", manual_directory),
    ENTRY("manual", "set-up-page", manual_set_up_page),
    ENTRY("manual", "rosters", manual_rosters),
    ENTRY("manual", "profiles", manual_profiles),
    ENTRY("manual", "signing", manual_signing),
    ENTRY("manual", "personal-links", manual_personal_links),
    ENTRY("manual", "help-desk", manual_help_desk),
    ENTRY("manual", "qr-codes", manual_qr_codes),
    ENTRY("manual", "mail-users", manual_mail_users),
    ENTRY("manual", "documents", manual_documents),
    ENTRY("manual", "clients", manual_clients),
    ENTRY("manual", "security", manual_security),
    ENTRY("manual", "limits", manual_limits),
    ENTRY("manual", "upgrading", manual_upgrading),
    ENTRY("manual", "questions", manual_questions),
    ENTRY("manual", "embedding", manual_embedding),
    ENTRY("schema", "settings", schema_settings),
    ENTRY("sources", "bluewin", sources_bluewin),
    ENTRY("sources", "gmx", sources_gmx),
    ENTRY("sources", "google", sources_google),
    ENTRY("sources", "icloud", sources_icloud),
    ENTRY("sources", "imap", sources_imap),
    ENTRY("sources", "microsoft-365", sources_microsoft_365),
    ENTRY("sources", "yahoo", sources_yahoo),
    ENTRY("web", "setup.css", web_setup_css),
    ENTRY("web", "setup.js", web_setup_js),
};

const struct embedded_template *embedded_template(long index) {
  if (index < 0 || (size_t)index >= sizeof files / sizeof *files) return NULL;
  return &files[index];
}
