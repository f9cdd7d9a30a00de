package org.socketplatform.bluetooth.bluez;

import org.slf4j.helpers.NOP_FallbackServiceProvider;

/** Keeps the D-Bus library from writing to the terminal of the app. */
public final class QuietLogging extends NOP_FallbackServiceProvider {}
