package org.socketplatform.webview.shell;

/**
 * A view to make.
 *
 * @param preload script that runs at the start of each top document of the app's origin, before the
 *     page's own
 * @param inspectable offer the engine's inspector
 */
public record WebViewSpec(String preload, boolean inspectable) {}
