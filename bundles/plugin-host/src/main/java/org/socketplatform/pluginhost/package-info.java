@NullMarked
package org.socketplatform.pluginhost;

import org.jspecify.annotations.NullMarked;
