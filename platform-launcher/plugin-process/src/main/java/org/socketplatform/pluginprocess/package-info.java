/** What runs in the process of a plugin that is not trusted: a small framework with that plugin. */
@NullMarked
package org.socketplatform.pluginprocess;

import org.jspecify.annotations.NullMarked;
