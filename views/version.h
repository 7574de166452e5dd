/* version: what `sockpit --version` says; a release changes it here. Constant. */
#ifndef VIEWS_VERSION_H
#define VIEWS_VERSION_H

#define SOCKPIT_VERSION "0.1.0"

#endif
