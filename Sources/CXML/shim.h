// SPDX-License-Identifier: Apache-2.0
#include <libxml/xmlversion.h>
// Debian's libxml2 would bring its own ICU headers, which Foundation's contradict.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>

// xmlFree is a global variable, which Swift does not let several threads read.
static inline void cxml_free(void *memory) { xmlFree(memory); }
