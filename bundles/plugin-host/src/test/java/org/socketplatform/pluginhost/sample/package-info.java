/** A plugin as tests run it, in the process and out of it. */
@NullMarked
package org.socketplatform.pluginhost.sample;

import org.jspecify.annotations.NullMarked;
