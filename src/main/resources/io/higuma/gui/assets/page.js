// Shows when changes no longer arrive, and when a request of htmx fails.
(function () {
  'use strict';
  // Time in which the next stream opens after one has ended; only later is the connection lost.
  var RECONNECT_LIMIT_MS = 2000;
  var lost = false;
  var timer = 0;

  function show(text) {
    var line = document.getElementById('connection');
    if (line) {
      line.textContent = text;
      line.hidden = text === '';
    }
  }

  document.addEventListener('htmx:sseError', function () {
    if (!timer) {
      timer = window.setTimeout(function () {
        lost = true;
        show('The connection is lost: what is shown here may be old. Trying again.');
      }, RECONNECT_LIMIT_MS);
    }
  });

  // The first event of a stream names all views, so that each is read again.
  document.addEventListener('htmx:sseOpen', function () {
    window.clearTimeout(timer);
    timer = 0;
    if (lost) {
      lost = false;
      show('');
    }
  });

  document.addEventListener('htmx:sendError', function () {
    show('The control plane did not answer. Try again.');
  });

  document.addEventListener('htmx:afterOnLoad', function () {
    if (!lost) {
      show('');
    }
  });

  // A refused request has no part of a view in it: show the status instead of nothing.
  document.addEventListener('htmx:responseError', function (event) {
    show('The control plane answered with status ' + event.detail.xhr.status + '. Reload the page.');
  });
})();
