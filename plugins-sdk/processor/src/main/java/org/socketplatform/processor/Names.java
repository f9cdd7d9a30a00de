package org.socketplatform.processor;

import java.util.Set;
import java.util.regex.Pattern;

/** Names that are taken already, and the forms that names must have. */
final class Names {
  static final Pattern PLUGIN = Pattern.compile("[a-z][a-z0-9-]*");
  static final Pattern FUNCTION = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
  static final Pattern PERMISSION = Pattern.compile("[a-z0-9_-]+:[a-z0-9_-]+");

  /** What can be shown as it is. */
  static final Pattern PATTERN = Pattern.compile("\\P{C}+");

  /** The packages whose plugins may have names of the platform. */
  static final String HOUSE = "org.socketplatform";

  /** Parameters that the carriers of calls put into the URI themselves. */
  static final Set<String> TRANSPORT =
      Set.of("__sync__", "credit", "deadline", "index", "nonce", "pieces", "seq", "timeout");

  /** Words that cannot name a function or a parameter of a JavaScript module. */
  static final Set<String> JAVASCRIPT =
      Set.of(
          "arguments",
          "await",
          "debugger",
          "delete",
          "eval",
          "export",
          "function",
          "in",
          "let",
          "typeof",
          "undefined",
          "var",
          "with",
          "yield");

  /** Types that TypeScript's users expect to be what they always are. */
  static final Set<String> TYPESCRIPT =
      Set.of(
          "Array",
          "ArrayBuffer",
          "ArrayBufferView",
          "AsyncIterableIterator",
          "Blob",
          "Bytes",
          "CallOptions",
          "Date",
          "Error",
          "Function",
          "Map",
          "Number",
          "Object",
          "Promise",
          "Record",
          "Set",
          "StreamOptions",
          "String",
          "Symbol",
          "Uint8Array");

  private Names() {}
}
