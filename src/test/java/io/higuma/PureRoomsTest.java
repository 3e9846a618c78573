package io.higuma;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

/** What the pure rooms (packages), which only compute, may depend on. */
class PureRoomsTest extends ImportedRooms {
  private static final String[] PURE =
      packages("kuma", "patch", "inject", "dataplane", "xds.snapshot");

  @Test
  void pureRoomsKnowNoContainerNoClientNoServerAndNoHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..",
            "jakarta..",
            "org.eclipse.microprofile..",
            "io.fabric8.kubernetes.client..",
            "io.vertx..",
            "io.netty..",
            "java.net.http..",
            "com.sun.net.httpserver..")
        .check(classes);
  }

  @Test
  void pureRoomsDoNotReadTheClock() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .check(classes);
  }

  @Test
  void pureRoomsSeeOnlyTheRecordsOfSettings() {
    noClasses()
        .that()
        .resideInAnyPackage(packages("inject", "dataplane", "xds.snapshot"))
        .should()
        .dependOnClassesThat(
            in(packageOf("settings")).and(describe("carry more than data", type -> !isData(type))))
        .check(classes);
  }

  /** Records, enums, and interfaces that only records and enums implement. */
  private static boolean isData(JavaClass type) {
    return type.isRecord()
        || type.isEnum()
        || (type.isInterface() && type.getAllSubclasses().stream().allMatch(PureRoomsTest::isData));
  }
}
