// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#include "templates.h"

// C23 has the directive; compilers warn that older standards do not.
#pragma clang diagnostic ignored "-Wc23-extensions"
#pragma clang diagnostic ignored "-Wnullability-extension"

static const unsigned char clients_apple_mail_ios[] = {
#embed "../../Templates/clients/apple-mail-ios.yaml"
};
static const unsigned char clients_apple_profile[] = {
#embed "../../Templates/clients/apple-profile.yaml"
};
static const unsigned char clients_generic[] = {
#embed "../../Templates/clients/generic.yaml"
};
static const unsigned char clients_gmail_app[] = {
#embed "../../Templates/clients/gmail-app.yaml"
};
static const unsigned char clients_outlook_2016[] = {
#embed "../../Templates/clients/outlook-2016.yaml"
};
static const unsigned char clients_thunderbird_android[] = {
#embed "../../Templates/clients/thunderbird-android.yaml"
};
static const unsigned char clients_thunderbird[] = {
#embed "../../Templates/clients/thunderbird.yaml"
};
static const unsigned char devices_generic[] = {
#embed "../../Templates/devices/generic.yaml"
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
static const unsigned char languages_es[] = {
#embed "../../Templates/languages/es.yaml"
};
static const unsigned char languages_fr[] = {
#embed "../../Templates/languages/fr.yaml"
};
static const unsigned char languages_it[] = {
#embed "../../Templates/languages/it.yaml"
};

#define ENTRY(folder, name, bytes) {folder, name, bytes, sizeof bytes}

static const struct embedded_template files[] = {
    ENTRY("clients", "apple-mail-ios", clients_apple_mail_ios),
    ENTRY("clients", "apple-profile", clients_apple_profile),
    ENTRY("clients", "generic", clients_generic),
    ENTRY("clients", "gmail-app", clients_gmail_app),
    ENTRY("clients", "outlook-2016", clients_outlook_2016),
    ENTRY("clients", "thunderbird-android", clients_thunderbird_android),
    ENTRY("clients", "thunderbird", clients_thunderbird),
    ENTRY("devices", "generic", devices_generic),
    ENTRY("languages", "de-CH", languages_de_CH),
    ENTRY("languages", "de", languages_de),
    ENTRY("languages", "en", languages_en),
    ENTRY("languages", "es", languages_es),
    ENTRY("languages", "fr", languages_fr),
    ENTRY("languages", "it", languages_it),
};

const struct embedded_template *embedded_template(long index) {
  if (index < 0 || (size_t)index >= sizeof files / sizeof *files) return NULL;
  return &files[index];
}
