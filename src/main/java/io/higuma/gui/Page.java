package io.higuma.gui;

import io.higuma.api.PageRequests;
import java.util.Arrays;
import java.util.List;

/**
 * What the layout of every view shows.
 *
 * @param base {@code apiServer.basePath}, in front of each link
 * @param view the path of the view that the navigation marks; empty for none
 * @param title the heading
 * @param self the path and query of this page, with the base
 * @param user the caller's name; empty if the request is not authorized
 * @param signedIn whether the browser sent a token, which signing out deletes
 */
public record Page(
    String base, String view, String title, String self, String user, boolean signedIn) {

  /**
   * An entry of the navigation.
   *
   * @param current whether it is the view that is shown
   */
  public record Entry(String label, String href, boolean current) {}

  /** The entries of the navigation. */
  public List<Entry> navigation() {
    return Arrays.stream(View.values())
        .map(entry -> new Entry(entry.label(), href(entry), entry.path().equals(view)))
        .toList();
  }

  /** The link to a view. */
  String href(View entry) {
    return base + entry.path();
  }

  /** The path of the page, in front of the paths of views and assets. */
  public String root() {
    return base + PageRequests.ROOT;
  }

  /** The path of this page, with the base. */
  public String path() {
    int query = self.indexOf('?');
    return query < 0 ? self : self.substring(0, query);
  }

  /** Whether the page follows changes: only for a caller who may read it. */
  public boolean live() {
    return !user.isEmpty();
  }
}
