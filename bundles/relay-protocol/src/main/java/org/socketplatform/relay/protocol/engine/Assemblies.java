package org.socketplatform.relay.protocol.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;

/** Messages that are being put together: at most 64, those that grew lately. */
final class Assemblies {
  private static final int MOST = 64;

  private final Map<Id, Assembly> assemblies = new LinkedHashMap<>(2);

  /** Adds a packet to its message; the message if it is complete now, which is then forgotten. */
  @Nullable Assembly add(Id packetId, Frame frame) {
    Id headId = frame.index() == 0 ? packetId : frame.id(Field.PREVIOUS_ID);
    if (headId == null) {
      return null;
    }
    Assembly assembly = assemblies.remove(headId);
    if (assembly == null) {
      assembly = new Assembly(headId);
      if (assemblies.size() >= MOST) {
        assemblies.remove(assemblies.keySet().iterator().next());
      }
    }
    if (assembly.add(frame)) {
      return assembly;
    }
    assemblies.put(headId, assembly);
    return null;
  }
}
