package org.socketplatform.net;

import java.util.Map;

/**
 * What a handshake has settled, as the page is told.
 *
 * @param fields {@code protocol}, {@code cipher}, {@code alpn}, {@code servername}, {@code
 *     authorized}, {@code authorizationError}, {@code peer} and the like: strings, numbers,
 *     booleans, lists and maps
 */
record Secured(Map<String, Object> fields) {}
