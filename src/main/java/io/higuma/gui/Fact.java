package io.higuma.gui;

/** A property of what a view shows, with its name. */
public record Fact(String name, String text) {}
