/** The words of the pages that say where credits are: fetched with those pages. */

export default {
  where: {
    title: '¿Dónde está mi crédito?',
    way: 'El recorrido de este crédito',
    stops: { you: 'Usted', laurel: 'Laurel', ascls: 'ASCLS', ascp: 'ASCP' },
    marks: { here: '(está aquí)', broken: '(se detiene aquí)', ends: '(termina aquí)' },
    next: 'Sigue a más tardar el {when}.',
    again: 'Ya lo hice. Intentar de nuevo.',
    questions: 'Cuatro preguntas sobre él',
    others: {
      one: 'Otro crédito no está en ASCP',
      other: 'Otros {count} créditos no están en ASCP',
    },
    agree: 'Aceptar en su perfil',
    write: 'Escríbanos',
    ask: 'Escribir a {provider}',
    claims: 'Ver sus solicitudes',
  },
};
