package io.higuma.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The history of overrides.
 *
 * @param revision the revision in force; 0 if there never were any
 * @param rejected why the stored overrides or the file are not in force; empty if they are
 * @param revisions the stored revisions, the newest first
 */
@Schema(
    name = "History",
    requiredProperties = {"revision", "rejected", "revisions"})
public record HistoryView(long revision, List<String> rejected, List<RevisionView> revisions) {}
