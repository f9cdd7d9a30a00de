/** Values of the plugin API as JSON. Pure; whoever uses it carries its own copy in its bundle. */
@NullMarked
package org.socketplatform.json;

import org.jspecify.annotations.NullMarked;
