/**
 * How the platform talks to a plugin in a process of its own: docs/plugin-protocol.md as pure code.
 */
@NullMarked
package org.socketplatform.pluginprotocol;

import org.jspecify.annotations.NullMarked;
