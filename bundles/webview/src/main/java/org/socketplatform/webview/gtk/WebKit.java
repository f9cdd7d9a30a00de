package org.socketplatform.webview.gtk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** The functions of WebKitGTK 4.1, JavaScriptCore and libsoup that the shell calls. */
final class WebKit {
  private static final SymbolLookup WEBKIT = Native.library("libwebkit2gtk-4.1.so.0");
  private static final SymbolLookup JSC = Native.library("libjavascriptcoregtk-4.1.so.0");
  private static final SymbolLookup SOUP = Native.library("libsoup-3.0.so.0");

  static final MemorySegment DATA_MANAGER_TYPE = webkit("website_data_manager_get_type");
  static final MemorySegment CONTEXT_NEW = webkit("web_context_new_with_website_data_manager");
  static final MemorySegment TERMINATE = webkit("web_view_terminate_web_process");
  static final MemorySegment SET_SANDBOX_ENABLED = webkit("web_context_set_sandbox_enabled");
  static final MemorySegment REGISTER_SCHEME = webkit("web_context_register_uri_scheme");
  static final MemorySegment SECURITY_MANAGER = webkit("web_context_get_security_manager");
  static final MemorySegment SCHEME_IS_CORS =
      webkit("security_manager_register_uri_scheme_as_cors_enabled");
  static final MemorySegment SCHEME_IS_SECURE =
      webkit("security_manager_register_uri_scheme_as_secure");

  static final MemorySegment VIEW_NEW = webkit("web_view_new_with_context");
  static final MemorySegment VIEW_SETTINGS = webkit("web_view_get_settings");
  static final MemorySegment VIEW_CONTENT_MANAGER = webkit("web_view_get_user_content_manager");
  static final MemorySegment VIEW_TITLE = webkit("web_view_get_title");
  static final MemorySegment VIEW_URI = webkit("web_view_get_uri");
  static final MemorySegment LOAD_URI = webkit("web_view_load_uri");
  static final MemorySegment RELOAD = webkit("web_view_reload");
  static final MemorySegment SNAPSHOT = webkit("web_view_get_snapshot");
  static final MemorySegment SNAPSHOT_FINISH = webkit("web_view_get_snapshot_finish");

  static final MemorySegment SET_ACCELERATION = webkit("settings_set_hardware_acceleration_policy");
  static final MemorySegment SET_DEVELOPER_EXTRAS = webkit("settings_set_enable_developer_extras");
  static final MemorySegment SET_OPEN_WINDOWS =
      webkit("settings_set_javascript_can_open_windows_automatically");

  static final MemorySegment REGISTER_MESSAGE_HANDLER =
      webkit("user_content_manager_register_script_message_handler_with_reply");
  static final MemorySegment ADD_SCRIPT = webkit("user_content_manager_add_script");
  static final MemorySegment SCRIPT_NEW = webkit("user_script_new");
  static final MemorySegment REPLY_REF = webkit("script_message_reply_ref");
  static final MemorySegment REPLY_UNREF = webkit("script_message_reply_unref");
  static final MemorySegment REPLY_RETURN = webkit("script_message_reply_return_value");

  static final MemorySegment DECISION_ACTION =
      webkit("navigation_policy_decision_get_navigation_action");
  static final MemorySegment ACTION_REQUEST = webkit("navigation_action_get_request");
  static final MemorySegment REQUEST_URI = webkit("uri_request_get_uri");
  static final MemorySegment DECISION_IGNORE = webkit("policy_decision_ignore");
  static final MemorySegment DECISION_USE = webkit("policy_decision_use");

  static final MemorySegment SCHEME_URI = webkit("uri_scheme_request_get_uri");
  static final MemorySegment SCHEME_METHOD = webkit("uri_scheme_request_get_http_method");
  static final MemorySegment SCHEME_HEADERS = webkit("uri_scheme_request_get_http_headers");
  static final MemorySegment SCHEME_BODY = webkit("uri_scheme_request_get_http_body");
  static final MemorySegment SCHEME_VIEW = webkit("uri_scheme_request_get_web_view");
  static final MemorySegment SCHEME_FINISH = webkit("uri_scheme_request_finish_with_response");
  static final MemorySegment SCHEME_FINISH_ERROR = webkit("uri_scheme_request_finish_error");
  static final MemorySegment RESPONSE_NEW = webkit("uri_scheme_response_new");
  static final MemorySegment RESPONSE_STATUS = webkit("uri_scheme_response_set_status");
  static final MemorySegment RESPONSE_TYPE = webkit("uri_scheme_response_set_content_type");
  static final MemorySegment RESPONSE_HEADERS = webkit("uri_scheme_response_set_http_headers");

  static final MemorySegment HEADERS_NEW = SOUP.findOrThrow("soup_message_headers_new");
  static final MemorySegment HEADERS_APPEND = SOUP.findOrThrow("soup_message_headers_append");
  static final MemorySegment HEADERS_GET = SOUP.findOrThrow("soup_message_headers_get_one");
  static final MemorySegment HEADERS_ITERATE = SOUP.findOrThrow("soup_message_headers_iter_init");
  static final MemorySegment HEADERS_NEXT = SOUP.findOrThrow("soup_message_headers_iter_next");

  static final MemorySegment VALUE_TO_STRING = JSC.findOrThrow("jsc_value_to_string");
  static final MemorySegment VALUE_CONTEXT = JSC.findOrThrow("jsc_value_get_context");
  static final MemorySegment VALUE_NEW_STRING = JSC.findOrThrow("jsc_value_new_string");

  private WebKit() {}

  private static MemorySegment webkit(String name) {
    return WEBKIT.findOrThrow("webkit_" + name);
  }
}
