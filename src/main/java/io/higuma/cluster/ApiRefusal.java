package io.higuma.cluster;

import java.io.IOException;

/** The Kubernetes API answered a list or a watch with something else than objects. */
final class ApiRefusal extends IOException {
  private static final long serialVersionUID = 1;

  private final transient ApiAnswer answer;

  ApiRefusal(ApiAnswer answer) {
    super(answer.says());
    this.answer = answer;
  }

  ApiAnswer answer() {
    return answer;
  }
}
