// SPDX-License-Identifier: Apache-2.0
#include <libxml/xmlversion.h>
// Debian's libxml2 would bring its own ICU headers, which Foundation's contradict.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

// xmlFree is a global variable, which Swift does not let several threads read.
static inline void cxml_free(void *memory) { xmlFree(memory); }

// Where the tag begins at whose end a parser stands; both count from 1.
static inline void cxml_tag_place(void *context, int *line, int *column) {
  const xmlParserInput *input = ((xmlParserCtxtPtr)context)->input;
  *line = 1;
  *column = 1;
  if (!input || !input->cur || !input->base) return;
  *line = input->line;
  *column = input->col;
  const xmlChar *at = input->cur;
  int lines = 0, characters = 0;
  while (at > input->base && *at != '<') {
    at--;
    if (*at == '\n') lines++;
    else if ((*at & 0xC0) != 0x80) characters++;
  }
  if (lines == 0) {
    *column = *column > characters ? *column - characters : 1;
    return;
  }
  *line -= lines;
  *column = 1;
  // A tag of several lines: a bounded look at what stands before it in the first one.
  for (int steps = 0; at > input->base && at[-1] != '\n' && steps < 1000; steps++) {
    at--;
    if ((*at & 0xC0) != 0x80) ++*column;
  }
}

// 1 where the tag at whose end a parser stands is of an empty element, as in <name/>.
static inline int cxml_closes_itself(void *context) {
  const xmlParserInput *input = ((xmlParserCtxtPtr)context)->input;
  return input && input->cur && input->cur < input->end && *input->cur == '/';
}

static inline void cxml_set_sax(xmlParserCtxtPtr context, const xmlSAXHandler *handler,
                                void *owner) {
  if (context->sax) *context->sax = *handler;
  context->_private = owner;
}

static inline void *cxml_owner(void *context) {
  return ((xmlParserCtxtPtr)context)->_private;
}

static inline int cxml_is_well_formed(xmlParserCtxtPtr context) { return context->wellFormed; }

// What the parser kept of declarations, which nobody reads here.
static inline void cxml_drop_document(xmlParserCtxtPtr context) {
  if (context->myDoc) xmlFreeDoc(context->myDoc);
  context->myDoc = NULL;
}
