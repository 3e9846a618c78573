package io.higuma.gui;

import io.higuma.api.PageRequests;

/** The views of the page, in the order of its navigation. */
public enum View {
  OVERVIEW("Overview", ""),
  WORKLOADS("Workloads", "/workloads"),
  DATAPLANES("Dataplanes", "/dataplanes"),
  PATCHES("ContainerPatches", "/patches"),
  SETTINGS("Settings", "/config"),
  EVENTS("Events", "/events");

  private final String label;
  private final String path;

  View(String label, String path) {
    this.label = label;
    this.path = PageRequests.ROOT + path;
  }

  /** The label in the navigation. */
  public String label() {
    return label;
  }

  /** The path without {@code apiServer.basePath}. */
  public String path() {
    return path;
  }
}
