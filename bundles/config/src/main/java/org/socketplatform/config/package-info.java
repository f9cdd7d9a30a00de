@NullMarked
package org.socketplatform.config;

import org.jspecify.annotations.NullMarked;
