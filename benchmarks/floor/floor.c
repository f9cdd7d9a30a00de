/*
 * The floor of the benchmarks: the least that a program needs to show a page of files in WebKitGTK
 * and to answer its calls from a second thread. The platform is measured beside it, with the same
 * page bytes, response headers and engine settings, WebKit's sandbox included.
 *
 *     floor PAGES DATA      PAGES: the folder behind socket://, DATA: where the engine keeps its own
 *
 * It runs until it is killed and prints `DCL <us since 1970>`, `PHASE <name>` and `RESULT <json>` as
 * the page calls probe.dcl, probe.phase and probe.result.
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <webkit2/webkit2.h>

#define ORIGIN "socket://org.socketplatform.bench"
#define SOURCE_BYTES (64 << 20)
#define BODY_CHUNK (256 << 10)
#define MAX_LAPS (1 << 15)

static const char *CONTENT_POLICY =
    "default-src 'self' socket:; script-src 'self' socket:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ipc: socket:; worker-src 'self' socket: blob:; frame-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'";

/* One question of the page, on its way from the UI thread to the worker and back. */
typedef struct {
  char *text;                     /* the address, or the script message */
  WebKitURISchemeRequest *request; /* of a scheme; NULL for a script message */
  GInputStream *body;             /* of a request that has one */
  WebKitScriptMessageReply *reply; /* of a script message */
  JSCContext *context;
  const void *bytes; /* the answer */
  gsize length;
  GDestroyNotify release;
  const char *type;
  int status;
} Question;

static const char *pages;
static GAsyncQueue *questions;

/* The worker's own: what probe.source sends, and when each probe.echo arrived. */
static char *source;
static int64_t arrivals[MAX_LAPS];
static size_t arrived;

static int64_t now_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void print_line(const char *word, const char *text) {
  printf("%s %s\n", word, text);
  fflush(stdout);
}

/* ---- worker thread: prepares answers ---- */

static void answer(Question *q, const char *type, void *bytes, gsize length, GDestroyNotify release) {
  q->type = type;
  q->bytes = bytes;
  q->length = length;
  q->release = release;
}

static void answer_json(Question *q, char *json) {
  answer(q, "application/json", json, strlen(json), g_free);
}

static char *parameter(const char *uri, const char *name) {
  const char *query = strchr(uri, '?');
  g_autofree char *key = g_strconcat(name, "=", NULL);
  while (query != NULL) {
    query++;
    if (g_str_has_prefix(query, key)) {
      const char *value = query + strlen(key);
      const char *end = strchr(value, '&');
      return g_uri_unescape_segment(value, end, NULL);
    }
    query = strchr(query, '&');
  }
  return g_strdup("");
}

static gboolean calls(const char *uri, const char *route) {
  const char *rest = uri + strlen("ipc://");
  return g_str_has_prefix(rest, route) && strchr("/?", rest[strlen(route)]) != NULL;
}

static void mark_arrival(void) {
  if (arrived < MAX_LAPS) arrivals[arrived++] = now_ns(CLOCK_MONOTONIC);
}

/* The times between one echo and the next since they were last asked for, in ns. */
static char *laps_json(void) {
  GString *json = g_string_new("{\"data\":[");
  for (size_t i = 1; i < arrived; i++)
    g_string_append_printf(json, "%s%" PRId64, i > 1 ? "," : "", arrivals[i] - arrivals[i - 1]);
  arrived = 0;
  return g_string_free(g_string_append(json, "]}"), FALSE);
}

static char *read_body_json(GInputStream *body) {
  static char chunk[BODY_CHUNK];
  gsize total = 0;
  for (gssize n; body != NULL && (n = g_input_stream_read(body, chunk, BODY_CHUNK, NULL, NULL)) > 0;)
    total += n;
  return g_strdup_printf("{\"data\":{\"bytes\":%" G_GSIZE_FORMAT "}}", total);
}

static void answer_call(Question *q) {
  const char *uri = q->text;
  if (calls(uri, "probe.echo")) {
    mark_arrival();
    g_autofree char *value = parameter(uri, "value");
    answer_json(q, g_strconcat("{\"data\":\"", value, "\"}", NULL)); /* the page sends no quotes */
  } else if (calls(uri, "probe.laps")) {
    answer_json(q, laps_json());
  } else if (calls(uri, "probe.sink")) {
    answer_json(q, read_body_json(q->body));
  } else if (calls(uri, "probe.source")) {
    g_autofree char *bytes = parameter(uri, "bytes");
    guint64 length = g_ascii_strtoull(bytes, NULL, 10);
    if (source == NULL) source = memset(g_malloc(SOURCE_BYTES), 's', SOURCE_BYTES);
    answer(q, "application/octet-stream", source, MIN(length, SOURCE_BYTES), NULL);
  } else if (calls(uri, "probe.phase")) {
    g_autofree char *name = parameter(uri, "name");
    print_line("PHASE", name);
    answer_json(q, g_strdup("{}"));
  } else if (calls(uri, "probe.result")) {
    g_autofree char *json = parameter(uri, "json");
    print_line("RESULT", json);
    answer_json(q, g_strdup("{}"));
  } else {
    answer_json(q, g_strdup("{}"));
  }
}

static const char *type_of(const char *path) {
  return g_str_has_suffix(path, ".html")  ? "text/html; charset=utf-8"
         : g_str_has_suffix(path, ".js")  ? "text/javascript; charset=utf-8"
         : g_str_has_suffix(path, ".css") ? "text/css; charset=utf-8"
                                          : "application/octet-stream";
}

static void answer_file(Question *q) {
  const char *path = g_str_has_prefix(q->text, ORIGIN) ? q->text + strlen(ORIGIN) : "/absent";
  g_autofree char *clean = g_strndup(path, strcspn(path, "?#"));
  g_autofree char *file = g_strconcat(pages, clean, g_str_has_suffix(clean, "/") ? "index.html" : "", NULL);
  char *bytes;
  gsize length;
  if (strstr(clean, "..") == NULL && g_file_get_contents(file, &bytes, &length, NULL)) {
    answer(q, type_of(file), bytes, length, g_free);
  } else {
    q->status = 404;
    answer(q, "text/plain", g_strdup("Not found\n"), strlen("Not found\n"), g_free);
  }
}

static gboolean deliver(gpointer data);

static gpointer work(gpointer unused) {
  for (;;) {
    Question *q = g_async_queue_pop(questions);
    if (q->reply != NULL) {
      mark_arrival();
      answer_json(q, g_strdup(q->text));
    } else if (g_str_has_prefix(q->text, "ipc:")) {
      answer_call(q);
    } else {
      answer_file(q);
    }
    g_idle_add_full(G_PRIORITY_DEFAULT, deliver, q, NULL);
  }
  return unused;
}

/* ---- UI thread: takes questions, hands answers over ---- */

static void deliver_response(Question *q) {
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(q->bytes, q->length, q->release);
  g_autoptr(WebKitURISchemeResponse) response = webkit_uri_scheme_response_new(stream, q->length);
  SoupMessageHeaders *headers = soup_message_headers_new(SOUP_MESSAGE_HEADERS_RESPONSE);
  soup_message_headers_append(headers, "access-control-allow-origin", ORIGIN);
  soup_message_headers_append(headers, "access-control-expose-headers", "*");
  soup_message_headers_append(headers, "content-type", q->type);
  if (g_str_has_prefix(q->text, "ipc:")) {
    soup_message_headers_append(headers, "cache-control", "no-store");
  } else {
    soup_message_headers_append(headers, "cache-control", "no-cache");
    soup_message_headers_append(headers, "content-security-policy", CONTENT_POLICY);
    soup_message_headers_append(headers, "x-content-type-options", "nosniff");
  }
  webkit_uri_scheme_response_set_content_type(response, q->type);
  webkit_uri_scheme_response_set_http_headers(response, headers);
  if (q->status != 200) webkit_uri_scheme_response_set_status(response, q->status, "Status");
  webkit_uri_scheme_request_finish_with_response(q->request, response);
}

static void deliver_reply(Question *q) {
  g_autoptr(JSCValue) value = jsc_value_new_string(q->context, q->bytes);
  webkit_script_message_reply_return_value(q->reply, value);
  q->release((void *)q->bytes);
}

static gboolean deliver(gpointer data) {
  Question *q = data;
  if (q->reply != NULL)
    deliver_reply(q);
  else
    deliver_response(q);
  g_clear_object(&q->request);
  g_clear_object(&q->body);
  g_clear_object(&q->context);
  g_clear_pointer(&q->reply, webkit_script_message_reply_unref);
  g_free(q->text);
  g_free(q);
  return G_SOURCE_REMOVE;
}

static void on_request(WebKitURISchemeRequest *request, gpointer unused) {
  const char *uri = webkit_uri_scheme_request_get_uri(request);
  if (g_str_has_prefix(uri, "ipc://probe.dcl")) {
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, now_ns(CLOCK_REALTIME) / 1000);
    print_line("DCL", text);
  }
  Question *q = g_new0(Question, 1);
  q->text = g_strdup(uri);
  q->status = 200;
  q->request = g_object_ref(request);
  if (strcmp(webkit_uri_scheme_request_get_http_method(request), "POST") == 0)
    q->body = webkit_uri_scheme_request_get_http_body(request);
  g_async_queue_push(questions, q);
}

static gboolean on_message(WebKitUserContentManager *manager, JSCValue *value,
                           WebKitScriptMessageReply *reply, gpointer unused) {
  Question *q = g_new0(Question, 1);
  q->text = jsc_value_to_string(value);
  q->reply = webkit_script_message_reply_ref(reply);
  q->context = g_object_ref(jsc_value_get_context(value));
  g_async_queue_push(questions, q);
  return TRUE;
}

static WebKitWebContext *new_context(const char *data) {
  g_autofree char *base = g_build_filename(data, "data", NULL);
  g_autofree char *cache = g_build_filename(data, "cache", NULL);
  WebKitWebsiteDataManager *manager =
      webkit_website_data_manager_new("base-data-directory", base, "base-cache-directory", cache, NULL);
  WebKitWebContext *context = webkit_web_context_new_with_website_data_manager(manager);
  webkit_web_context_set_sandbox_enabled(context, TRUE);
  WebKitSecurityManager *security = webkit_web_context_get_security_manager(context);
  for (const char **scheme = (const char *[]){"socket", "ipc", NULL}; *scheme != NULL; scheme++) {
    webkit_web_context_register_uri_scheme(context, *scheme, on_request, NULL, NULL);
    webkit_security_manager_register_uri_scheme_as_cors_enabled(security, *scheme);
    webkit_security_manager_register_uri_scheme_as_secure(security, *scheme);
  }
  return context;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s PAGES DATA\n", argv[0]);
    return 2;
  }
  pages = argv[1];
  questions = g_async_queue_new();
  g_thread_new("worker", work, NULL);

  gtk_init(&argc, &argv);
  GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size(GTK_WINDOW(window), 1024, 768);
  g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);

  WebKitWebView *view = WEBKIT_WEB_VIEW(webkit_web_view_new_with_context(new_context(argv[2])));
  WebKitSettings *settings = webkit_web_view_get_settings(view);
  webkit_settings_set_hardware_acceleration_policy(settings, WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
  WebKitUserContentManager *manager = webkit_web_view_get_user_content_manager(view);
  g_signal_connect(manager, "script-message-with-reply-received::ipc", G_CALLBACK(on_message), NULL);
  webkit_user_content_manager_register_script_message_handler_with_reply(manager, "ipc", NULL);

  gtk_container_add(GTK_CONTAINER(window), GTK_WIDGET(view));
  webkit_web_view_load_uri(view, ORIGIN "/");
  gtk_widget_show_all(window);
  gtk_main();
  return 0;
}
