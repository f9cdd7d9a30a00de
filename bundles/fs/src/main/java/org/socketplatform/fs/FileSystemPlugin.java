package org.socketplatform.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/**
 * Serves {@code socket:fs}. It only ever touches paths that the router has checked. What pages have
 * open stays open when another version of this plugin takes over.
 */
@Component(service = RouteProvider.class)
public final class FileSystemPlugin implements RouteProvider, Handover {
  static final String READ = "fs:read";
  static final String WRITE = "fs:write";

  private final Handles handles = new Handles();
  private final Transfers transfers = new Transfers();

  @Activate
  public FileSystemPlugin() {}

  @Override
  public String name() {
    return "fs";
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new PathRoutes().routes());
    routes.addAll(new FolderRoutes(handles).routes());
    routes.addAll(new FileRoutes(handles, transfers).routes());
    return routes.stream().map(FileSystemPlugin::withErrno).toList();
  }

  @Override
  public Map<String, Object> release() {
    return handles.release();
  }

  @Override
  public void adopt(Map<String, Object> state) {
    handles.adopt(state);
  }

  @Deactivate
  void close() {
    handles.closeAll();
  }

  /** The route, with exceptions of the file system answered as Node names them. */
  private static Route withErrno(Route route) {
    Route.Handler handler = route.handler();
    return new Route(
        route.name(),
        route.permission(),
        route.scopes(),
        call -> {
          try {
            return handler.handle(call);
          } catch (IOException e) {
            return Reply.failed(Errno.of(e));
          } catch (UnsupportedOperationException e) {
            return Reply.failed(Errno.ENOTSUP.failure());
          }
        });
  }
}
