#ifndef COPYDESK_HTTP_HTTP_H
#define COPYDESK_HTTP_HTTP_H

/* The words that request, response and route share. */
enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

enum http_lang { LANG_ZH, LANG_EN };

#endif
