package io.higuma.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What overrides there were.
 *
 * @param revision the one in force; 0 where there never were any
 * @param rejected why what is stored or in the file now is not in force; empty where it is
 * @param revisions those that are kept, the newest first
 */
@Schema(
    name = "History",
    requiredProperties = {"revision", "rejected", "revisions"})
public record HistoryView(long revision, List<String> rejected, List<RevisionView> revisions) {}
