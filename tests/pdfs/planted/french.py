"""French: an essay on salt marshes, and what is planted in it."""

from tests.pdfs.planted.kinds import ASIDE, LEFTOVER, NOTICE, SPONSOR, Planting, junk

FRENCH = Planting(
    language="fr",
    title="Le sel et la patience",
    paragraphs=(
        (
            "On ne fabrique pas le sel, on l’attend.",
            "C’est du moins ce que répétait Anselme Kerdoncuff à ceux qui venaient le voir "
            "travailler dans les marais de Saint-Elven.",
            "Il avait appris le métier de sa mère, qui l’avait appris d’un voisin, et personne ne "
            "savait jusqu’où remontait la chaîne.",
        ),
        (
            "L’eau de mer entre par une trappe au moment des grandes marées.",
            "Elle passe ensuite de bassin en bassin, chaque fois un peu plus lente et un peu plus "
            "chaude.",
            "Quand elle arrive dans le dernier, qui n’a pas trois doigts de profondeur, il suffit "
            "d’un après-midi de vent pour que la fleur se forme.",
        ),
        (
            "En 1840, le marais comptait deux cent six paludiers.",
            "Le sel payait alors l’école, le pont et la moitié du clocher.",
            "Puis le chemin de fer apporta le sel des mines de l’Est, qui coûtait trois fois moins "
            "et ne dépendait pas du temps qu’il faisait.",
            "Les familles partirent l’une après l’autre vers les conserveries du port.",
        ),
        (
            "Un bassin abandonné ne reste pas vide longtemps.",
            "Les salicornes s’y installent la première année, les joncs la troisième, et au bout "
            "de dix ans on ne distingue plus les digues.",
            "Les oiseaux, eux, n’ont jamais regretté le départ des hommes.",
        ),
        (
            "Ce qui a sauvé Saint-Elven n’est pas le sel, mais une route.",
            "En 1971, un promoteur voulut construire une rocade et un port de plaisance de huit "
            "cents places.",
            "Les derniers paludiers, qui n’étaient plus que neuf, s’allièrent aux ornithologues, "
            "avec lesquels ils ne s’étaient jamais entendus.",
        ),
        (
            "Le procès dura six ans.",
            "On y entendit un botaniste, deux notaires et un curé, et l’on y produisit une charte "
            "de 945 qui mentionnait déjà les bassins.",
            "Le juge, dit-on, fut convaincu par la charte moins que par le goût du sel qu’on lui "
            "avait apporté dans un mouchoir.",
        ),
        (
            "Depuis, le métier a changé sans que les gestes changent.",
            "On emploie toujours le même râteau de châtaignier, mais on consulte la météo sur un "
            "téléphone.",
            "Les jeunes qui s’installent viennent souvent de la ville et ne savent pas, au début, "
            "lire la couleur de l’eau.",
            "Il leur faut quatre ou cinq étés avant de ne plus se tromper.",
        ),
        (
            "La récolte n’est jamais certaine.",
            "Pendant l’été de 2007, il plut tant que pas un seul bassin ne donna de fleur.",
            "L’année suivante, au contraire, on manqua de sacs, et un journal de la côte publia "
            "une réclame pour tous ceux qui en auraient à vendre.",
        ),
        (
            "Les savants s’intéressent aujourd’hui à la vase plus qu’au sel.",
            "Elle garde la trace des tempêtes, couche après couche, comme un livre dont on "
            "n’aurait lu que les dernières pages.",
            "Une équipe y a compté quatorze submersions en mille ans, dont trois que les archives "
            "ne mentionnent nulle part.",
        ),
        (
            "Anselme Kerdoncuff est mort en 2015, à quatre-vingt-onze ans.",
            "Son bassin porte désormais le nom de sa mère.",
            "Il aurait sans doute haussé les épaules, car il disait qu’un marais n’appartient à "
            "personne et qu’on ne fait que l’emprunter à la mer.",
        ),
    ),
    junk=(
        *junk(
            SPONSOR,
            "Ce numéro vous est offert par les Instruments Halden.",
            "Publicité.|Abonnez-vous et recevez quatre numéros gratuits.",
            "Avec le soutien de la Caisse régionale du Littoral.",
            "Notre partenaire, les Cafés Clairval, vous accorde une remise de dix pour cent.|"
            "Indiquez le code MATIN lors de votre commande.",
            "Nous remercions la Fondation Corvin, qui a financé l’impression de ce numéro.",
            "Cet article vous a plu ?|Soutenez-nous pour trois euros par mois.",
            "Votre annonce ici !|Demandez nos tarifs au service commercial.",
            "Cet épisode est présenté par les matelas Lanterne.|Essayez-les cent nuits sans "
            "engagement.",
        ),
        *junk(
            ASIDE,
            "Note aux relecteurs : le tableau 2 se trouve désormais en annexe.",
            "La suite de cet article est organisée comme suit.",
            "Nous remercions le second rapporteur d’avoir relevé cette erreur.",
            "Question aux auteurs : merci de vérifier les unités.",
            "Dans la version révisée, toutes les modifications figurent en bleu.",
            "À la rédaction : prière de remplacer cette figure par le fichier envoyé lundi.",
            "Ce passage a été ajouté à la demande du troisième rapporteur.",
            "Consigne pour la mise en page : laisser ici une ligne blanche.|Ne pas couper "
            "l’équation.",
        ),
        *junk(
            NOTICE,
            "Télécharger le PDF|Partager cet article",
            "Cet article est protégé par le droit d’auteur.|Tous droits réservés.",
            "Document téléchargé depuis le serveur de la bibliothèque le 3 mai 2021.|Réservé à "
            "l’usage personnel.",
            "Il vous reste deux articles gratuits ce mois-ci.|Connectez-vous ou créez un compte.",
            "Nous utilisons des cookies pour améliorer votre visite.|Tout accepter",
            "Publié sous licence Creative Commons.",
            "Ce contenu n’est pas disponible dans votre pays.|Adressez-vous à votre bibliothèque.",
        ),
        *junk(
            LEFTOVER,
            "Suite à la page suivante",
            "Reçu le 4 mars, accepté le 19 juin.",
            "Cliquez ici pour agrandir.",
            "Insérer la figure 3 à peu près ici.",
            "Article précédent Article suivant",
            "Voir la version en ligne pour les couleurs.",
            "Retour en haut de page",
        ),
    ),
)
